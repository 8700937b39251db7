import TestSupport
import Testing
import Wire

@testable import Sidecar
@testable import Store

/// The master key with an end user: bound by that one's row, and never stopped by its absence.
@Suite struct MasterEndUserTests {
    private static let blocked = row("blocked") { $0.isBlocked = true }
    private static let limited = row("limited") { $0.models = ["gpt-4o"] }
    private static let unverified: JSON = [
        [
            "type": "end_user_unverified",
            "entity": ["type": "end_user", "id": "stranger"],
        ]
    ]

    private static func row(_ id: String, _ body: (inout EndUserRow) -> Void) -> EndUserRow {
        var row = EndUserRow(userID: id)
        body(&row)
        return row
    }

    @Test func `without an end user no row is asked for, in any state`() throws {
        let desk = MasterKeyDesk()
        let answer = try #require(try desk.answer(nil)).get()
        #expect(answer["role"] == "master")
        #expect(answer["fresh"] == true)
        #expect(desk.accounts.update { cache, _ in cache.endUsers.queuedReads } == 0)
    }

    @Test func `an end user that is not in memory is read, then judged on the spot`() async throws {
        let desk = MasterKeyDesk()
        desk.load()
        #expect(try desk.answer("blocked") == nil, "has to be read first")
        let refused = try await desk.answering([Self.blocked]) {
            try await desk.answerWaiting("blocked")
        }
        #expect(refused.errorKind == .blocked)
        #expect(try desk.answer("blocked")?.errorKind == .blocked)
    }

    @Test func `the end user's models bind the master key`() async throws {
        let desk = MasterKeyDesk()
        desk.load()
        let refused = try await desk.answering([Self.limited]) {
            try await desk.answerWaiting("limited", model: "other")
        }
        #expect(refused.errorKind == .modelNotAllowed)
        let granted = try #require(try desk.answer("limited", model: "gpt-4o")).get()
        #expect(granted["end_user_id"] == "limited")
        #expect(granted["warnings"] == [])
        #expect(granted["fresh"] == true)
    }

    @Test func `an end user that does not exist binds nothing, and warns of nothing`() async throws
    {
        let desk = MasterKeyDesk()
        desk.load()
        let answer = try await desk.answering([]) {
            try await desk.answerWaiting("stranger").get()
        }
        #expect(answer["warnings"] == [])
        #expect(answer["fresh"] == true)
    }

    @Test func `while the database cannot be asked it is let through with a warning`() async throws
    {
        let desk = MasterKeyDesk()
        let answer = try await desk.answering(nil) {
            try await desk.answerWaiting("stranger").get()
        }
        #expect(answer["warnings"] == Self.unverified)
        #expect(answer["fresh"] == false)
    }

    @Test func `a call that was cancelled takes nothing`() async throws {
        let desk = MasterKeyDesk()
        desk.load()
        let call = Task { try await desk.answerWaiting("stranger", estimate: 1) }
        try await Poll.until("a read") {
            desk.accounts.update { cache, _ in cache.endUsers.queuedReads } == 1
        }
        call.cancel()
        #expect(try await call.value.errorKind == .storeUnavailable)
        #expect(desk.accounts.update { cache, _ in cache.limitMeters.grantCount } == 0)
        // Who is not cancelled gets one.
        _ = try await desk.answering(nil) {
            try await desk.answerWaiting("stranger", estimate: 1).get()
        }
        #expect(desk.accounts.update { cache, _ in cache.limitMeters.grantCount } == 1)
    }

    @Test func `while the database does not answer it is let through after a while`() async throws {
        let answer = try await MasterKeyDesk().answerWaiting("stranger").get()
        #expect(answer["warnings"] == Self.unverified)
    }

    @Test func `after the grace it is let through with a warning, whatever is in memory`()
        async throws
    {
        let desk = MasterKeyDesk()
        desk.load()
        let refused = try await desk.answering([Self.blocked]) {
            try await desk.answerWaiting("blocked")
        }
        #expect(refused.errorKind == .blocked)
        desk.accounts.update { cache, now in
            cache.currency.lost(now: now.advanced(by: AccountLimits().staleGrace))
            cache.currency.tick(now: now.advanced(by: AccountLimits().staleGrace * 2))
        }
        #expect(desk.accounts.update { cache, _ in cache.freshness } == .expired)
        let answer = try #require(try desk.answer("blocked")).get()
        #expect(answer["role"] == "master")
        #expect(answer["warnings"]?.array?.count == 1)
    }

    @Test func `explain names the end user whose row decides`() async throws {
        let desk = MasterKeyDesk()
        desk.load()
        let reports = try await desk.answering([Self.blocked]) {
            try await desk.explain("blocked")
        }
        #expect(reports.map(\.check) == Check.masterOrder)
        let report = try #require(reports.first { $0.check == .endUserBlocked })
        #expect(report.entity == .endUser("blocked"))
        #expect(!report.passed)
    }
}

extension Result<JSON, WireError> {
    fileprivate var errorKind: WireError.Kind? {
        if case .failure(let error) = self { error.kind } else { nil }
    }
}
