import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    @Suite("Keys over the admin socket")
    struct KeyManagementTests {
        @Test func `a made key works at once, is blocked, unblocked and deleted`() async throws {
            try await TestDatabase.withTables { database in
                try await Daemon.with(on: database) { daemon in
                    let made = try await daemon.command(
                        "call",
                        "key.generate",
                        "key_alias=ci",
                        #"models=["gpt-4o"]"#
                    )
                    #expect(made.status == 0, "\(made)")
                    let row = try JSONParser.parse(made.output)
                    let key = try #require(row["key"]?.string)
                    let token = try #require(row["token"]?.string)
                    #expect(token == TokenHash(ofKey: key).description)
                    try await daemon.expect("authorized", on: key)

                    let naming: [(String, JSON)] = [("token", .string(token))]
                    _ = try await daemon.call("key.block", naming, as: .admin)
                    try await daemon.expect("blocked", on: key)
                    _ = try await daemon.call("key.unblock", naming, as: .admin)
                    try await daemon.expect("authorized", on: key)

                    let list = try await daemon.call("key.list", as: .admin)
                    #expect(list["total"] == 1)
                    let tokens = #"tokens=["\#(token)"]"#
                    let delete = try await daemon.command("call", "key.delete", tokens)
                    #expect(delete.status == 0, "\(delete)")
                    try await daemon.expect("invalid_key", on: key)
                    for text in [JSONWriter.string(list), delete.output, daemon.log] {
                        #expect(!text.contains(key))
                    }
                }
            }
        }

        @Test func `the data socket refuses every admin method`() async throws {
            try await TestDatabase.withTables { database in
                try await Daemon.with(on: database) { daemon in
                    let document = try await daemon.call("rpc.discover")
                    let methods = try #require(document["methods"]?.array)
                        .filter { $0["x-role"] == "admin" }
                        .compactMap { $0["name"]?.string }
                    #expect(methods.contains("key.generate"))
                    for method in methods {
                        let request = #"{"jsonrpc":"2.0","id":1,"method":"\#(method)"}"#
                        let result = try await daemon.home.socat(request)
                        let answer = try JSONParser.parse(result.output)
                        #expect(answer["error"]?["code"] == -32_012, "\(method)")
                    }
                }
            }
        }
    }
}
