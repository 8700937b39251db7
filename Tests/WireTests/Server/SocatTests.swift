import Testing

@testable import Wire

/// The tool that users have at hand.
@Suite struct SocatTests {
    @Test func `printf and socat get an answer and end`() async throws {
        try await TestServer.with { server in
            let request = #"{"jsonrpc":"2.0","id":1,"method":"echo","params":["hello"]}"#
            let outcome = try await Tool.run([
                "sh", "-c",
                "printf '%s' '\(request)' | socat -t 100 - UNIX-CONNECT:\(server.path)",
            ])
            #expect(outcome.status == 0)
            #expect(outcome.output == result(1, "\"hello\"") + "\n")
        }
    }

    @Test func `a thousand lines through socat have a thousand answers`() async throws {
        try await TestServer.with { server in
            let requests = (1...1_000).map { (id: Int) in
                line("echo", id: id, params: "[\(id)]")
            }
            let outcome = try await Tool.run(
                ["socat", "-t", "100", "-", "UNIX-CONNECT:\(server.path)"],
                input: requests.joined()
            )
            #expect(outcome.status == 0)
            let ids = try outcome.output.split(separator: "\n").map {
                try JSONParser.parse(String($0))["id"]?.int
            }
            #expect(Set(ids) == Set((1...1_000).map { Int64($0) }))
        }
    }
}
