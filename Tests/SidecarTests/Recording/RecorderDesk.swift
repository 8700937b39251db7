import Foundation
import Logging
import TestSupport
import Wire

@testable import Sidecar
@testable import Store

/// `spend.record` over a journal on a real disk and a memory that the test fills.
final class RecorderDesk: Sendable {
    static let master = "sk-master"
    static let token = TokenHash(ofKey: "sk-known")

    let accounts = Accounts(limits: AccountLimits())
    let journal: Journal
    private let directory: String
    private let isOwner: Bool
    private let method: Method

    convenience init(_ settings: JournalSettings = JournalSettings()) throws {
        let directory = TestDirectory.name("recorder")
        for path in [directory, directory + "/journal", directory + "/aside"] {
            try FileTree.makeDirectory(path, mode: 0o700)
        }
        let journal = try Journal.open(
            directory + "/journal",
            asideDirectory: directory + "/aside",
            instance: String(repeating: "0a", count: 16),
            settings: settings,
            logger: Logger(label: "test")
        )
        self.init(journal, in: directory, isOwner: true)
    }

    private init(_ journal: Journal, in directory: String, isOwner: Bool) {
        self.isOwner = isOwner
        self.journal = journal
        self.directory = directory
        let rules = Authorizer.Rules(policy: AdmissionPolicy(), masterKey: Secret(Self.master))
        let recorder = SpendRecorder(
            journal: journal,
            accounts: accounts,
            authorizer: Authorizer(accounts: accounts, rules: rules)
        )
        method = SpendRecordMethod.method(recorder)
    }

    /// What a restart leaves: the journal, and nothing in memory.
    func withoutMemory() -> RecorderDesk {
        RecorderDesk(journal, in: directory, isOwner: false)
    }

    deinit {
        if isOwner { try? FileManager.default.removeItem(atPath: directory) }
    }

    /// All tables have been read: there is one key, of a team.
    func load() {
        var key = KeyRow(token: Self.token)
        key.userID = "u"
        key.teamID = "t"
        key.keyAlias = "a"
        var team = TeamRow(teamID: "t")
        team.organizationID = "o"
        let rows = (key, team)
        accounts.update { cache, now in
            let keys = cache.beginLoad(of: KeyRow.self, expectedRows: 1)
            _ = cache.applyLoad([rows.0], startedAt: keys)
            _ = cache.endLoad(of: KeyRow.self, startedAt: keys)
            let teams = cache.beginLoad(of: TeamRow.self, expectedRows: 1)
            _ = cache.applyLoad([rows.1], startedAt: teams)
            _ = cache.endLoad(of: TeamRow.self, startedAt: teams)
            cache.currency.loaded(.notices, startedAt: now)
        }
    }

    /// Lets a call of the key in, which leaves a grant; all other tables are empty.
    func grant() async throws -> GrantID {
        loadNone(of: UserRow.self)
        loadNone(of: TeamMembershipRow.self)
        loadNone(of: OrganizationMembershipRow.self)
        loadNone(of: OrganizationRow.self)
        loadNone(of: BudgetRow.self)
        loadNone(of: ProxyModelRow.self)
        let rules = Authorizer.Rules(policy: AdmissionPolicy(), masterKey: nil)
        var call = AuthorizeCall()
        call.token = Self.token
        call.request.estimatedCost = Money(picodollars: 1)
        let caller = Caller(
            credentials: PeerCredentials(processID: 1, userID: 1_000, groupID: 1_000),
            role: .data,
            connection: ConnectionLifetime(id: 1)
        )
        let authorizer = Authorizer(accounts: accounts, rules: rules)
        let answer = try await authorizer.authorize(call, by: caller).get()
        guard let grant = answer.admittance.grant else {
            throw WireError(.internalError, "no grant was given")
        }
        return grant
    }

    private func loadNone<Row: AccountRow>(of row: Row.Type) {
        accounts.update { cache, _ in
            let begin = cache.beginLoad(of: row, expectedRows: 0)
            _ = cache.endLoad(of: row, startedAt: begin)
        }
    }

    /// The key belongs to another team now; without one it is gone.
    func change(toTeam team: String?) {
        var key = KeyRow(token: Self.token)
        key.teamID = team
        let rows = team == nil ? [] : [key]
        accounts.update { cache, _ in
            let keys = cache.beginLoad(of: KeyRow.self, expectedRows: rows.count)
            _ = cache.applyLoad(rows, startedAt: keys)
            _ = cache.endLoad(of: KeyRow.self, startedAt: keys)
        }
    }

    /// Calls it as the socket does; `spend` is 0.5 unless something else is given.
    func record(
        _ members: (String, JSON)...,
        by user: UInt32 = 1_000
    ) async throws(WireError) -> JSON {
        var object = JSONObject([("spend", .number("0.5"))])
        for (name, value) in members { object[name] = value }
        let caller = Caller(
            credentials: PeerCredentials(processID: 1, userID: user, groupID: user),
            role: .data,
            connection: ConnectionLifetime(id: 1)
        )
        return try await method.handler(
            Arguments(named: object, for: SpendRecordMethod.descriptor),
            caller
        )
    }

    /// The kind of the error of a call, and what it says more closely.
    func refusal(_ members: (String, JSON)..., by user: UInt32 = 1_000) async -> String {
        do throws(WireError) {
            var object = JSONObject([("spend", .number("0.5"))])
            for (name, value) in members { object[name] = value }
            let caller = Caller(
                credentials: PeerCredentials(processID: 1, userID: user, groupID: user),
                role: .data,
                connection: ConnectionLifetime(id: 1)
            )
            let arguments = try Arguments(named: object, for: SpendRecordMethod.descriptor)
            _ = try await method.handler(arguments, caller)
            return "taken"
        } catch {
            let detail = error.context.detail ?? error.context.field ?? ""
            return "\(error.kind.rawValue) \(detail)"
        }
    }

    /// What the journal holds.
    func events() async throws -> [SpendEvent] {
        try await OwnThread.run("entries") { [journal] in
            try journal.entries(after: 0, limit: 100, bytes: 1 << 20).compactMap { entry in
                guard case .event(let event, _) = entry.record else { return nil }
                return event
            }
        }
    }

    /// What is journaled for the key and not booked.
    var pending: Money {
        accounts.update { cache, _ in cache.meters.pending(for: .key(Self.token)) }
    }
}
