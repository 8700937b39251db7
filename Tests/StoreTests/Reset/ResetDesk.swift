import TestSupport

@testable import Store

/// A database with rows whose budgets end, and a job that is run at a time of the test's choice.
struct ResetDesk: Sendable {
    /// 2024-12-01T09:30:00Z, a Sunday: a time that the database's own clock has passed.
    static let now = Timestamp(milliseconds: 1_733_045_400_000)

    let database: TestDatabase
    let catalog: Catalog

    static func with<T>(_ body: (ResetDesk) async throws -> T) async throws -> T {
        let server = try await TestPostgres.shared()
        let template = try await CreatedDatabase.template(on: server)
        return try await server.withDatabase(template: template) { database in
            try await body(ResetDesk(attaching: database))
        }
    }

    /// With the proxy's own tables of its newest version.
    static func withGenuine<T>(_ body: (ResetDesk) async throws -> T) async throws -> T {
        let server = try await TestPostgres.shared()
        return try await GenuineDatabase.with(on: server, .newest) { database in
            try await body(ResetDesk(attaching: database))
        }
    }

    private init(attaching database: TestDatabase) async throws {
        self.database = database
        let catalog = try await CreatedDatabase.discover(database)
        self.catalog = catalog
        _ = try await database.connected { (connection) throws(PostgresError) in
            try TriggerInstaller(catalog).attach(on: connection)
        }
    }

    func round(
        at now: Timestamp = ResetDesk.now,
        endUserBudget: String? = nil,
        ended: EndedSpend = .stored
    ) -> ResetRound {
        ResetRound(
            catalog,
            calendar: ResetCalendar(offsets: []),
            endUserBudget: endUserBudget,
            ended: ended,
            now: now
        )
    }

    /// Stores what rows had spent at the begin of the month.
    func store(_ amounts: [SpendEntity: Double]) async throws {
        let end = Timestamp(postgres: "2024-12-01 00:00:00") ?? Self.now
        let entries = amounts.map { entity, dollars in
            DueResetTable.Entry(entity, resetAt: end, amount: Money(dollars: dollars) ?? .zero)
        }
        let catalog = catalog
        _ = try await database.connected { (connection) throws(PostgresError) in
            let id = try SidecarPresence.databaseID(on: connection, catalog)
            return try DueResetTable(databaseID: id ?? "").store(entries, on: connection)
        }
    }

    @discardableResult
    func run(
        at now: Timestamp = ResetDesk.now,
        endUserBudget: String? = nil
    ) async throws -> ResetReport {
        try await finish(round(at: now, endUserBudget: endUserBudget))
    }

    /// Takes all the steps that are left.
    @discardableResult
    func finish(_ round: ResetRound) async throws -> ResetReport {
        try await database.connected { (connection) throws(PostgresError) in
            var round = round
            while !round.isDone { try round.step(on: connection) }
            return round.report
        }
    }

    func key(
        _ name: String,
        spend: Double = 5,
        duration: String? = "30d",
        resetAt: String? = "2024-12-01 00:00:00",
        expires: String? = nil,
        budget: String? = nil
    ) async throws {
        try await database.execute(
            """
            INSERT INTO "LiteLLM_VerificationToken"
                (token, spend, budget_duration, budget_reset_at, expires, budget_id)
            VALUES ($1, $2, $3, $4::timestamp, $5::timestamp, $6)
            """,
            [
                .text(name), .double(spend), .text(duration), .text(resetAt), .text(expires),
                .text(budget),
            ]
        )
    }

    /// A tier that ended at the begin of the month.
    func tier(_ id: String, duration: String = "7d") async throws {
        try await database.execute(
            """
            INSERT INTO "LiteLLM_BudgetTable" (budget_id, max_budget, budget_duration,
                budget_reset_at, created_by, updated_by, updated_at)
            VALUES ($1, 10, $2, '2024-12-01', 'a', 'a', now())
            """,
            [.text(id), .text(duration)]
        )
    }

    /// Spend and the end of the period of a key, as `5 2024-12-01 00:00:00`.
    func state(ofKey name: String) async throws -> String? {
        try await database.value(
            """
            SELECT spend || ' ' || coalesce(budget_reset_at::text, 'never')
            FROM "LiteLLM_VerificationToken" WHERE token = $1
            """,
            [.text(name)]
        )
    }

    /// When a tier ends.
    func end(ofTier id: String) async throws -> String? {
        try await database.value(
            "SELECT budget_reset_at::text FROM \"LiteLLM_BudgetTable\" WHERE budget_id = $1",
            [.text(id)]
        )
    }

    /// The spends of a table's rows, by their keys.
    func spends(_ table: String, by key: String) async throws -> String? {
        try await database.value(
            "SELECT string_agg(spend::text, ' ' ORDER BY \(key)) FROM \"LiteLLM_\(table)\""
        )
    }
}
