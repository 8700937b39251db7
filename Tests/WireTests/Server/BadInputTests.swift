import Testing

@testable import Wire

/// What ends a connection: always with one error whose id is null, after what came before.
@Suite struct BadInputTests {
    /// Sends text, leaves the sending side open, and reads to the end.
    private func answers(
        to text: String,
        _ configuration: SocketConfiguration = .data(path: "")
    ) async throws -> [JSON] {
        var lines: [Substring] = []
        try await TestServer.with(configuration) { server in
            let client = try await server.connect()
            client.send(text)
            lines = try await client.rest().split(separator: "\n")
        }
        return try lines.map { try JSONParser.parse(String($0)) }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "{\"a\":1,}", "\u{FEFF}{}", "}", "\u{0}",
        "{\"jsonrpc\":\"2.0\",\"id\":9,\"id\":9,\"method\":\"echo\"}",
        String(repeating: "[", count: 100_000),
    ])
    func `what is not JSON is answered once, then the connection ends`(text: String) async throws {
        let answers = try await answers(to: line("echo", id: 1) + text)
        #expect(answers.count == 2)
        #expect(answers.first?["id"] == 1)
        #expect(answers.last?["id"] == .null)
        #expect(answers.last?["error"]?["code"] == -32700)
    }

    @Test func `what came before the bad frame is answered before the error`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            client.send(line("wait", id: 1) + "nonsense" + line("echo", id: 2))
            await server.gate.waitForArrivals(1)
            server.gate.open()
            let lines = try await client.rest().split(separator: "\n").map(String.init)
            #expect(lines.count == 2)
            #expect(lines.first == result(1, "null"))
            #expect(lines.last?.contains("parse_error") == true)
        }
    }

    @Test func `a frame may be as long as the limit, and not one byte longer`() async throws {
        var configuration = SocketConfiguration.data(path: "")
        let frame = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":[\"xxxx\"]}"
        configuration.limits.frameBytes = frame.utf8.count
        try await TestServer.with(configuration) { server in
            let client = try await server.connect()
            client.send(frame)
            #expect(try await client.line() == result(1, "\"xxxx\""))
            client.send(frame.replacing("xxxx", with: "xxxxx"))
            let error = try JSONParser.parse(try await client.rest())
            #expect(error["id"] == .null)
            #expect(error["error"]?["data"]?["limit"] == .int(Int64(frame.utf8.count)))
        }
    }

    @Test func `a request that is cut off by the half-close is an error`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            client.send(line("echo", id: 1) + "{\"jsonrpc\":")
            try await client.finish()
            let lines = try await client.rest().split(separator: "\n").map(String.init)
            #expect(lines.first == result(1, "null"))
            #expect(lines.last?.contains("parse_error") == true)
            #expect(lines.count == 2)
        }
    }

    @Test func `JSON that is no request is an error, and the connection goes on`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            client.send("{\"foo\":1} 42 ")
            for _ in 1...2 {
                let answer = try await client.answer()
                #expect(answer?["id"] == .null)
                #expect(answer?["error"]?["code"] == -32600)
            }
            client.send(line("echo", id: 1))
            #expect(try await client.line() == result(1, "null"))
        }
    }

    @Test func `white space and line ends of any kind may stand between requests`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            client.send("\r\n \t{\n  \"jsonrpc\": \"2.0\",\r\n  \"id\": 1,\n")
            client.send("  \"method\": \"echo\"\n}\r\n\r\n")
            #expect(try await client.line() == result(1, "null"))
        }
    }

    @Test func `a client that never closes is closed after the error`() async throws {
        var configuration = SocketConfiguration.data(path: "")
        configuration.linger = .milliseconds(1)
        try await TestServer.with(configuration) { server in
            let client = try await server.connect()
            client.send("nonsense")
            #expect(try await client.rest().contains("parse_error"))
            while server.server.connectionCount > 0 { await Task.yield() }
        }
    }
}
