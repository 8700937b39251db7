import TestSupport

@testable import Store

/// A database with rows whose budgets end, and a job that is run at a time of the test's choice.
struct ResetDesk: Sendable {
    /// 2026-12-01T09:30:00Z.
    static let now = Timestamp(milliseconds: 1_796_117_400_000)

    let database: TestDatabase
    let catalog: Catalog

    static func with<T>(_ body: (ResetDesk) async throws -> T) async throws -> T {
        let server = try await TestPostgres.shared()
        let template = try await CreatedDatabase.template(on: server)
        return try await server.withDatabase(template: template) { database in
            let catalog = try await database.connected { connection in
                (try? SchemaDiscovery.discover(on: connection, schema: nil, prefix: nil))
            }
            guard let catalog else { throw DaemonError("no tables") }
            return try await body(ResetDesk(database: database, catalog: catalog))
        }
    }

    @discardableResult
    func run(at now: Timestamp = ResetDesk.now) async throws -> ResetReport {
        let job = ResetJob(catalog, calendar: .utc, now: now)
        return try await database.connected { (connection) throws(PostgresError) in
            try job.run(on: connection)
        }
    }

    func key(
        _ name: String,
        spend: Double = 5,
        duration: String? = "30d",
        resetAt: String? = "2026-12-01 00:00:00",
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
    func tier(_ id: String) async throws {
        try await database.execute(
            """
            INSERT INTO "LiteLLM_BudgetTable" (budget_id, max_budget, budget_duration,
                budget_reset_at, created_by, updated_by)
            VALUES ($1, 10, '7d', '2026-12-01', 'a', 'a')
            """,
            [.text(id)]
        )
    }

    /// Spend and the end of the period of a key, as `5.0 2026-12-01 00:00:00`.
    func state(ofKey name: String) async throws -> String? {
        try await database.value(
            """
            SELECT spend || ' ' || coalesce(budget_reset_at::text, 'never')
            FROM "LiteLLM_VerificationToken" WHERE token = $1
            """,
            [.text(name)]
        )
    }
}
