import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    @Suite("Clients that are killed")
    struct KilledClientTests {
        private static let lifetime = Duration.seconds(4)
        private static let cost: (String, JSON) = ("estimated_cost", 1)

        /// Two grants of a dollar and a slot that the connection holds, and one that it does not.
        private static func calls(of key: DemoKey) -> [[(String, JSON)]] {
            let held: [(String, JSON)] = [
                ("key", .string(key.clear)), cost, ("hold", "connection"),
            ]
            let lasting: [(String, JSON)] = [
                ("key", .string(key.clear)), cost,
                ("grant_ttl_ms", .int(lifetime.wholeMilliseconds)),
            ]
            return [held, held, lasting]
        }

        private func withKey(
            _ columns: String,
            _ body: (DemoKey, Daemon, TestDatabase) async throws -> Void
        ) async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await key.update(columns, in: database)
                try await Daemon.with(on: database) { daemon in
                    try await body(key, daemon, database)
                }
            }
        }

        private func open(_ daemon: Daemon) async throws -> [JSON] {
            let list = try await daemon.call("grant.list", as: .admin)
            return list["grants"]?.array ?? []
        }

        @Test(arguments: [
            ("max_budget = 3", "budget_exceeded"), ("max_parallel_requests = 3", "rate_limited"),
        ])
        func `what their connection held is free at once, the rest at its deadline`(
            columns: String,
            refusal: String
        ) async throws {
            try await withKey(columns) { key, daemon, _ in
                let begin = ContinuousClock.now
                let client = try await HoldingClient(daemon, asking: Self.calls(of: key))
                let begun = ContinuousClock.now
                try await daemon.expect(refusal, on: key.clear, [Self.cost])
                #expect(try await open(daemon).count == 3)
                try await client.kill()
                try await daemon.until("the connection's end to be seen") {
                    try await open(daemon).count == 1
                }
                #expect(begin.duration(to: .now) < Self.lifetime, "long before the deadline")
                #expect(try await open(daemon).first?["hold"] == "deadline")
                // Both are free again, and no more than both.
                for _ in 0..<2 { try await daemon.expect("authorized", on: key.clear, [Self.cost]) }
                try await daemon.expect(refusal, on: key.clear, [Self.cost])
                try await daemon.until("authorized", on: key.clear, [Self.cost])
                #expect(begin.duration(to: .now) >= Self.lifetime)
                #expect(begun.duration(to: .now) < Self.lifetime + .seconds(3))
            }
        }

        @Test func `their requests and tokens stay counted`() async throws {
            try await withKey("rpm_limit = 4, tpm_limit = 300") { key, daemon, _ in
                let calls = Self.calls(of: key).map { $0 + [("estimated_tokens", 100)] }
                let client = try await HoldingClient(daemon, asking: calls)
                try await client.kill()
                try await daemon.until("the connection's end to be seen") {
                    try await open(daemon).count == 1
                }
                let report = try await daemon.call("key.explain", [("key", .string(key.clear))])
                let rates = report["checks"]?.array?.first { $0["check"] == "key_rates" }
                #expect(rates?["used"] == ["requests": 3, "tokens": 300, "parallel": 0])
                #expect(rates?["remaining"] == ["requests": 1, "tokens": 0, "parallel": nil])
                try await daemon.expect("rate_limited", on: key.clear)
            }
        }

        @Test func `what they have used is booked all the same, once`() async throws {
            try await withKey("max_budget = 3") { key, daemon, database in
                let client = try await HoldingClient(daemon, asking: Self.calls(of: key))
                try await client.kill()
                try await daemon.until("the connection's end to be seen") {
                    try await open(daemon).count == 1
                }
                for number in 0..<3 {
                    let event = [("grant", try client.grant(number)), ("spend", .double(0.25))]
                    let receipt = try await daemon.call("spend.record", event)
                    #expect(try await daemon.call("spend.record", event) == receipt)
                }
                #expect(try await open(daemon).isEmpty)
                _ = try await daemon.call("spend.flush", as: .admin)
                let booked = try await database.value(
                    """
                    SELECT spend || ' ' || (SELECT count(*) FROM \(key.table("SpendLogs")))
                    FROM \(key.table("VerificationToken"))
                    """
                )
                #expect(booked == "0.75 3")
            }
        }
    }
}
