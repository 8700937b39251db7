import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    @Suite("Limits of a running daemon")
    struct LimitTests {
        private func onKey(
            _ columns: String,
            _ settings: [String: String] = [:],
            _ body: (DemoKey, TestDatabase, Daemon) async throws -> Void
        ) async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await key.update(columns, in: database)
                try await Daemon.with(on: database, settings) { daemon in
                    try await body(key, database, daemon)
                }
            }
        }

        @Test func `the items of a batch count one by one`() async throws {
            try await onKey("rpm_limit = 2") { key, _, daemon in
                let batch = "[" + (1...3).map { key.request(id: $0) }.joined(separator: ",") + "]"
                let result = try await daemon.home.socat(batch)
                let answers = try #require(try JSONParser.parse(result.output).array)
                #expect(answers.count { $0["result"] != nil } == 2)
                let refused = answers.filter { $0["error"]?["data"]?["type"] == "rate_limited" }
                #expect(refused.count == 1)
                #expect(refused.first?["error"]?["data"]?["retry_after_ms"]?.int != nil)
            }
        }

        @Test func `a budget that is raised in psql lets the key in again`() async throws {
            try await onKey("spend = 5, max_budget = 5") { key, database, daemon in
                #expect(try await daemon.verdict(on: key.clear) == "budget_exceeded")
                try await key.update("max_budget = 6", in: database)
                try await daemon.until("authorized", on: key.clear)
            }
        }

        @Test func `a new end user is bound by the budget of all others from its first spend on`()
            async throws
        {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await database.execute(
                    """
                    INSERT INTO \(key.table("BudgetTable"))
                        (budget_id, max_budget, created_by, updated_by) VALUES ('all', 1, 'a', 'a')
                    """
                )
                let home = try DaemonHome()
                let text = "litellm_settings:\n  max_end_user_budget_id: all\n"
                let file = try home.write(text, to: "proxy_config.yaml")
                let flags = ["--config", file]
                try await Daemon.with(on: database, flags: flags, home: home) { daemon in
                    let call: [(String, JSON)] = [("end_user_id", "new")]
                    try await daemon.expect("authorized", on: key.clear, call)
                    _ = try await daemon.call(
                        "spend.record",
                        [("token", .string(key.token)), ("spend", .number("1.5"))] + call
                    )
                    try await daemon.expect("budget_exceeded", on: key.clear, call)
                    _ = try await daemon.call("spend.flush", as: .admin)
                    try await daemon.expect("budget_exceeded", on: key.clear, call)
                    let made = try await database.value(
                        "SELECT spend FROM \(key.table("EndUserTable")) WHERE user_id = 'new'"
                    )
                    #expect(made == "1.5")
                }
            }
        }

        @Test func `a client that hangs up gives back what its connection held`() async throws {
            try await onKey("max_parallel_requests = 1") { key, _, daemon in
                let client = try await SocketClient.connect(to: daemon.home.socket(for: .data))
                let params = Params.byName(
                    JSONObject([("key", .string(key.clear)), ("hold", "connection")])
                )
                let answer = try await client.call("key.authorize", params)
                #expect(answer["grant"]?.string != nil)
                #expect(try await daemon.verdict(on: key.clear) == "rate_limited")
                let listed = try await daemon.call("grant.list", as: .admin)
                #expect(listed["total"] == 1)
                #expect(listed["grants"]?.array?.first?["token"]?.string == key.token)
                await client.close()
                try await daemon.until("authorized", on: key.clear)
            }
        }

        @Test func `what is left of a limit can be asked without taking any of it`() async throws {
            let columns = """
                spend = 2.5, max_budget = 10, budget_duration = '30d',
                budget_reset_at = '2099-01-01', rpm_limit = 1
                """
            try await onKey(columns) { key, _, daemon in
                for passed in [true, true, false] {
                    if !passed { try await daemon.expect("authorized", on: key.clear) }
                    let report = try await daemon.call("key.explain", [("key", .string(key.clear))])
                    let checks = report["checks"]?.array ?? []
                    #expect(report["allowed"] == .bool(passed))
                    let budget = checks.first { $0["check"] == "key_budget" }
                    #expect(budget?["used"] == .double(2.5))
                    #expect(budget?["remaining"] == .double(7.5))
                    #expect(budget?["resets_at"] == "2099-01-01T00:00:00Z")
                    let rates = checks.first { $0["check"] == "key_rates" }
                    #expect(rates?["remaining"]?["requests"] == (passed ? 1 : 0))
                    let wait = rates?["retry_after_ms"]?.int
                    #expect(passed ? wait == nil : (1...61_000).contains(wait ?? 0))
                }
            }
        }

        @Test func `the global budget is that of the proxy's own user row`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await database.execute(
                    """
                    INSERT INTO \(key.table("UserTable")) (user_id, spend)
                    VALUES ('litellm-proxy-budget', 10.5)
                    """
                )
                let home = try DaemonHome()
                let file = try home.write(
                    "litellm_settings:\n  max_budget: 10\n",
                    to: "proxy_config.yaml"
                )
                try await Daemon.with(on: database, flags: ["--config", file], home: home) {
                    daemon in
                    #expect(try await daemon.verdict(on: key.clear) == "budget_exceeded")
                    try await database.execute(
                        "UPDATE \(key.table("UserTable")) SET spend = 10"
                    )
                    try await daemon.until("authorized", on: key.clear)
                }
            }
        }
    }
}
