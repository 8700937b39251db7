import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    @Suite("A key over the socket")
    struct AuthorizeTests {
        @Test(arguments: ["", "\n"])
        func `socat authorizes a key, and the connection ends`(end: String) async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await Daemon.with(on: database) { daemon in
                    let result = try await daemon.home.socat(key.request() + end)
                    #expect(result.status == 0)
                    #expect(result.errors == "")
                    #expect(result.output.filter { $0 == "\n" }.count == 1)
                    #expect(result.output.hasSuffix("\n"))
                    let answer = try JSONParser.parse(result.output)
                    #expect(answer["id"] == 1)
                    #expect(answer["result"]?["token"]?.string == key.token)
                    #expect(answer["result"]?["fresh"] == true)
                    #expect(!result.output.contains(key.clear))
                }
            }
        }

        @Test func `requests of one connection are all answered after half-close`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await Daemon.with(on: database) { daemon in
                    let requests = (1...200).map { key.request(id: $0) }.joined()
                    let result = try await daemon.home.socat(requests + "{\"half")
                    let answers = try result.output.split(separator: "\n")
                        .map { try JSONParser.parse(String($0)) }
                    #expect(Set(answers.compactMap { $0["id"]?.int }) == Set(1...200))
                    #expect(answers.count == 201)
                    #expect(answers.last?["error"]?["data"]?["type"] == "parse_error")
                }
            }
        }

        @Test func `a key blocked in psql is refused, and let in again`() async throws {
            try await onOneKey { key, database, daemon in
                try await key.update("blocked = true", in: database)
                try await daemon.until("blocked", on: key.clear)
                try await key.update("blocked = NULL", in: database)
                try await daemon.until("authorized", on: key.clear)
            }
        }

        @Test func `a change of the team decides on its keys`() async throws {
            try await onOneKey { key, database, daemon in
                let teams = key.table("TeamTable")
                try await database.execute("UPDATE \(teams) SET blocked = true")
                try await daemon.until("blocked", on: key.clear)
                try await database.execute(
                    "UPDATE \(teams) SET blocked = false, models = '{other}'"
                )
                try await daemon.until(
                    "model_not_allowed",
                    on: key.clear,
                    [("model", "gpt-4o")]
                )
            }
        }

        @Test func `a deleted key is unknown`() async throws {
            try await onOneKey { key, database, daemon in
                let keys = key.table("VerificationToken")
                try await database.execute("DELETE FROM \(keys) WHERE token = '\(key.token)'")
                try await daemon.until("invalid_key", on: key.clear)
            }
        }

        @Test func `a regenerated key replaces the old one`() async throws {
            try await onOneKey { key, database, daemon in
                let fresh = DemoKey()
                try await daemon.expect("invalid_key", on: fresh.clear)
                try await key.update("token = '\(fresh.token)'", in: database)
                try await daemon.until("invalid_key", on: key.clear)
                try await daemon.until("authorized", on: fresh.clear)
            }
        }

        @Test func `TRUNCATE removes every key`() async throws {
            try await onOneKey { key, database, daemon in
                try await database.execute("TRUNCATE \(key.table("VerificationToken")) CASCADE")
                try await daemon.until("invalid_key", on: key.clear)
            }
        }

        @Test func `keys inserted right before their first use are known`() async throws {
            try await onOneKey { _, database, daemon in
                for _ in 0..<20 {
                    let key = DemoKey()
                    try await key.insert(into: database)
                    try await daemon.expect("authorized", on: key.clear)
                }
            }
        }

        /// A daemon that has authorized a key of a team.
        private func onOneKey(
            _ body: (DemoKey, TestDatabase, Daemon) async throws -> Void
        ) async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await database.execute(
                    "INSERT INTO \(key.table("TeamTable")) (team_id) VALUES ('t1')"
                )
                try await key.insert(into: database, teamID: "t1")
                try await Daemon.with(on: database) { daemon in
                    try await daemon.expect("authorized", on: key.clear)
                    try await body(key, database, daemon)
                }
            }
        }
    }
}
