import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    @Suite("On databases made by the proxy's own migrations")
    struct GenuineTests {
        private static let variants = [GenuineDatabase.Release.spring2025, .newest]
            .flatMap { release in ["LiteLLM_", "MishikaLLM_"].map { (release, $0) } }

        @Test(arguments: variants)
        func `a key is authorized, blocked and deleted`(
            release: GenuineDatabase.Release,
            prefix: String
        ) async throws {
            let server = try await TestPostgres.shared()
            let tablePrefix = try TablePrefix(prefix)
            try await GenuineDatabase.with(on: server, release, prefix: tablePrefix) { database in
                let key = DemoKey(prefix: prefix)
                try await key.insert(into: database)
                try await Daemon.with(on: database) { daemon in
                    let result = try await daemon.home.socat(key.request())
                    let answer = try JSONParser.parse(result.output)
                    #expect(answer["result"]?["token"]?.string == key.token)
                    #expect(answer["result"]?["fresh"] == true)

                    let status = try await daemon.call("health.status")
                    #expect(status["database"]?["table_prefix"]?.string == prefix)
                    #expect(status["cache"]?["source"] == "notices")

                    try await key.update("blocked = true", in: database)
                    try await daemon.until("blocked", on: key.clear)
                    let keys = key.table("VerificationToken")
                    try await database.execute("DELETE FROM \(keys)")
                    try await daemon.until("invalid_key", on: key.clear)

                    let late = DemoKey(prefix: prefix)
                    try await late.insert(into: database)
                    try await daemon.expect("authorized", on: late.clear)
                }
            }
        }
    }
}
