import Logging
import TestSupport
import Testing

@testable import Store

@Suite("Due resets that are stored")
struct DueResetStoreTests {
    private typealias Entry = DueReset<SpendEntity>.Entry

    private static let entities: [SpendEntity] = [
        .key(TokenHash(ofKey: "sk-1")), .user("u"), .team("t"), .organization("o"),
        .endUser(TextID(String(repeating: "é\u{1}'\"\\", count: 2_000))),
        .teamMember(MembershipID(userID: "u", groupID: "t")),
        .organizationMember(MembershipID(userID: "u", groupID: "o")),
    ]

    private func entries(_ amount: Int, at end: Timestamp = ResetDesk.now) -> [Entry] {
        Self.entities.map { Entry($0, resetAt: end, amount: Sample.money(amount)) }
    }

    private func withTable(
        _ body: @escaping @Sendable (DueResetTable, ResetDesk) async throws -> Void
    ) async throws {
        try await ResetDesk.with { desk in
            let catalog = desk.catalog
            let id = try await desk.database.connected { (connection) throws(PostgresError) in
                try SidecarPresence.databaseID(on: connection, catalog)
            }
            try await body(DueResetTable(databaseID: try #require(id)), desk)
        }
    }

    @Test func `the first amount of an end counts for everybody`() async throws {
        try await withTable { table, desk in
            for (amount, end) in [(9, 0), (30, 0), (4, 1)] {
                let entries = entries(amount, at: ResetDesk.now + .seconds(end))
                let stored = try await desk.database.connected {
                    (connection) throws(PostgresError) in
                    try table.store(entries, on: connection)
                }
                let expected = self.entries(amount == 30 ? 9 : amount, at: entries[0].resetAt)
                #expect(Set(stored.map(\.entity)) == Set(Self.entities))
                for entry in expected { #expect(stored.contains(entry)) }
            }
            let all = try await desk.database.connected { (connection) throws(PostgresError) in
                (try table.readAll(on: connection), try table.readNew(within: 60, on: connection))
            }
            #expect(all.0.count == 14 && all.1.count == 14)
        }
    }

    @Test func `what is not due by the database's clock is not stored`() async throws {
        try await withTable { table, desk in
            let entries = entries(1, at: Timestamp(milliseconds: 4_000_000_000_000))
            let stored = try await desk.database.connected { (connection) throws(PostgresError) in
                try table.store(entries, on: connection)
            }
            #expect(stored.isEmpty)
        }
    }

    @Test func `amounts go whose end has moved, or whose row is gone`() async throws {
        try await withTable { table, desk in
            let token = TokenHash(ofKey: "sk-1").hex
            try await desk.tier("b")
            try await desk.key(token, resetAt: "2024-12-01 09:30:00")
            try await desk.database.execute(
                script: """
                    INSERT INTO "LiteLLM_UserTable" (user_id) VALUES ('u');
                    INSERT INTO "LiteLLM_TeamMembership" (user_id, team_id, budget_id)
                        VALUES ('u', 't', 'b');
                    INSERT INTO "LiteLLM_OrganizationTable" (organization_id, organization_alias,
                        budget_id, created_by, updated_by) VALUES ('o', 'o', 'b', 'a', 'a');
                    INSERT INTO "LiteLLM_OrganizationMembership" (user_id, organization_id)
                        VALUES ('u', 'o');
                    """
            )
            let entries = entries(1)
            let catalog = desk.catalog
            let left = try await desk.database.connected { (connection) throws(PostgresError) in
                _ = try table.store(entries, on: connection)
                try table.sweep(catalog, on: connection)
                return try table.readAll(on: connection).map(\.entity)
            }
            // The member of the organization may be started again by nobody.
            #expect(Set(left) == [Self.entities[0], Self.entities[6]])
        }
    }

    @Test func `a restart and another daemon leave out the same`() async throws {
        try await ResetDesk.with { desk in
            let first = try await Self.service(desk)
            #expect(first.look(30) == .none, "before it is known what was stored")
            await first.service.databaseReached()
            #expect(first.look(30) == .leaveOut(Sample.money(30)))
            let running = Task { await first.service.run() }
            try await Poll.until("the amount to be stored") {
                try await desk.database.value("SELECT count(*) FROM sidecar.due_reset") == "1"
            }
            // What is left of the period before says nothing.
            try await desk.database.execute(
                """
                INSERT INTO sidecar.due_reset
                SELECT database_id, kind, id, group_id, reset_at - interval '1 day', 1,
                    noted_at - interval '1 day'
                FROM sidecar.due_reset
                """
            )
            // Another daemon that has seen more of it, or the same one started anew.
            let second = try await Self.service(desk)
            await second.service.databaseReached()
            #expect(second.look(45) == .leaveOut(Sample.money(30)))
            running.cancel()
            await running.value
            await first.connections.shutdown()
            await second.connections.shutdown()
        }
    }

    @Test func `without our own tables amounts are remembered in memory`() async throws {
        try await ResetDesk.with { desk in
            try await desk.database.execute("DROP TABLE sidecar.due_reset")
            let bench = try await Self.service(desk)
            await bench.service.databaseReached()
            #expect(bench.look(30) == .remember(Sample.money(30)))
            await bench.connections.shutdown()
        }
    }

    private struct Bench: Sendable {
        let accounts: Accounts
        let connections: StoreConnections
        let service: DueResetService

        func look(_ spend: Int) -> DueReset<SpendEntity>.Action {
            accounts.update { cache, _ in
                cache.withLimits {
                    $0.resets.look(
                        at: .team("t"),
                        spend: Sample.money(spend),
                        resetAt: ResetDesk.now,
                        now: ResetDesk.now
                    )
                }
            }
        }
    }

    private static func service(_ desk: ResetDesk) async throws -> Bench {
        let accounts = Accounts(limits: AccountLimits())
        let connections = StoreConnections(StoreSettings(database: desk.database.connection))
        try await connections.rediscover()
        let service = DueResetService(
            accounts: accounts,
            connections: connections,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { SharedRows() }
        return Bench(accounts: accounts, connections: connections, service: service)
    }
}
