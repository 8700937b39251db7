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
