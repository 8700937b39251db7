import Store
import TestSupport
import Testing

/// What a database holds of the events of a `SpendLoad`.
struct SpendBooks {
    let database: TestDatabase

    /// Makes the rows that events are booked on.
    func open() async throws {
        for payer in SpendPayer.all {
            try await database.execute(
                """
                INSERT INTO "LiteLLM_VerificationToken" (token, team_id, user_id, models)
                VALUES ($1, $2, $3, '{}')
                """,
                [.text(payer.token), .text(payer.team), .text(payer.user)]
            )
            try await database.execute(
                "INSERT INTO \"LiteLLM_UserTable\" (user_id) VALUES ($1)",
                [.text(payer.user)]
            )
            try await database.execute(
                """
                INSERT INTO "LiteLLM_TeamTable" (team_id, members_with_roles)
                VALUES ($1, '[]') ON CONFLICT DO NOTHING
                """,
                [.text(payer.team)]
            )
            try await database.execute(
                """
                INSERT INTO "LiteLLM_TeamMembership" (user_id, team_id) VALUES ($1, $2)
                """,
                [.text(payer.user), .text(payer.team)]
            )
        }
    }

    /// Compares: each acknowledged event once, each unanswered one at most once, no other, and
    /// every counter the sum of the log rows.
    func expectExactly(_ load: SpendLoad, _ place: String) async throws {
        let rows = try await database.execute(
            "SELECT request_id, count(*) FROM \"LiteLLM_SpendLogs\" GROUP BY 1"
        )
        var counts: [String: Int64] = [:]
        for row in rows { counts[try row.text(0)] = try row.int(1) }
        let acknowledged = load.acknowledged
        let lost = acknowledged.keys.filter { counts["event-\($0)"] == nil }
        #expect(lost.isEmpty, "\(place): acknowledged and lost: \(lost.sorted().prefix(5))")
        let doubled = counts.filter { $0.value != 1 }.keys.sorted()
        #expect(doubled.isEmpty, "\(place): more than once: \(doubled.prefix(5))")
        let known = Set(acknowledged.keys).union(load.unanswered).map { "event-\($0)" }
        let strange = Set(counts.keys).subtracting(known).sorted()
        #expect(strange.isEmpty, "\(place): from nowhere: \(strange.prefix(5))")
        for (name, sql) in Self.sums { try await expectNone(sql, "\(place): \(name)") }
    }

    /// A statement that finds rows whose counter is not the sum of the log rows.
    private static let sums = [
        ("keys", differing("LiteLLM_VerificationToken", "token", "api_key")),
        ("users", differing("LiteLLM_UserTable", "user_id", "\"user\"")),
        ("teams", differing("LiteLLM_TeamTable", "team_id", "team_id")),
        ("end users", differing("LiteLLM_EndUserTable", "user_id", "end_user")),
        (
            "members",
            """
            SELECT t.user_id, t.spend FROM "LiteLLM_TeamMembership" t
            WHERE t.spend <> (
                SELECT coalesce(sum(spend), 0) FROM "LiteLLM_SpendLogs" l
                WHERE l."user" = t.user_id AND l.team_id = t.team_id)
            """
        ),
        (
            "daily sums",
            """
            SELECT 'all', a FROM (
                SELECT (SELECT coalesce(sum(api_requests), 0) FROM "LiteLLM_DailyTeamSpend") a,
                    (SELECT count(*) FROM "LiteLLM_SpendLogs") b,
                    (SELECT coalesce(sum(spend), 0) FROM "LiteLLM_DailyEndUserSpend") c,
                    (SELECT coalesce(sum(spend), 0) FROM "LiteLLM_SpendLogs") d) x
            WHERE a <> b OR c <> d
            """
        ),
    ]

    private static func differing(_ table: String, _ key: String, _ column: String) -> String {
        """
        SELECT t.\(key), t.spend FROM "\(table)" t
        WHERE t.spend <> (
            SELECT coalesce(sum(spend), 0) FROM "LiteLLM_SpendLogs" l WHERE l.\(column) = t.\(key))
        """
    }

    private func expectNone(_ sql: String, _ place: String) async throws {
        for row in try await database.execute(sql) {
            Issue.record("\(place): \(try row.text(0)) holds \(try row.text(1))")
        }
    }
}
