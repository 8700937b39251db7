import Testing

@testable import Wire

@Suite struct SocketServerTests {
    @Test func `a request is answered on one line`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            client.send(line("echo", id: 1, params: "[\"hello\"]"))
            #expect(try await client.line() == result(1, "\"hello\""))
            client.send(line("echo", id: 2, params: "{\"value\":{\"a\":[1.50,null]}}"))
            #expect(try await client.line() == result(2, "{\"a\":[1.50,null]}"))
        }
    }

    @Test func `a half-closed stream without a line end is answered, then closed`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\"}")
            try await client.finish()
            #expect(try await client.rest() == result(1, "null") + "\n")
        }
    }

    @Test func `what is in flight at the half-close is answered before the end`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            for id in 1...3 { client.send(line("wait", id: id)) }
            try await client.finish()
            await server.gate.waitForArrivals(3)
            server.gate.open()
            let answers = try await client.rest().split(separator: "\n").map(String.init)
            #expect(answers.sorted() == (1...3).map { result($0, "null") })
        }
    }

    @Test func `many requests in one write are all answered`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            let count = 5_000
            client.send((1...count).map { line("hot", id: $0, params: "[\($0)]") }.joined())
            let answers = try await client.lines(count)
            #expect(answers == (1...count).map { result($0, "\"inline\"") })
        }
    }

    @Test func `bytes that trickle in make the same request`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            for byte in line("echo", id: 1, params: "[\"ü\"]").utf8 {
                try await client.deliver([byte])
            }
            #expect(try await client.line() == result(1, "\"ü\""))
        }
    }

    @Test func `answers come when they are ready, not in the order of the requests`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            client.send(
                line("wait", id: 1) + line("echo", id: 2) + line("hot", id: 3, params: "[1]")
            )
            #expect(Set(try await client.lines(2)) == [result(2, "null"), result(3, "\"inline\"")])
            server.gate.open()
            #expect(try await client.line() == result(1, "null"))
        }
    }

    @Test func `the hot path declines to the general one`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            let escaped = "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"h\\u006ft\",\"params\":[1]}"
            let cases = [
                (line("hot", id: 1, params: "[1]"), result(1, "\"inline\"")),
                (line("hot", id: 2, params: "{\"value\":1}"), result(2, "\"inline\"")),
                (line("hot", id: 3, params: "[\"1\"]"), result(3, "\"general\"")),
                (escaped, result(4, "\"general\"")),
                (line("hot", id: 5), result(5, "\"general\"")),
                (
                    "{\"jsonrpc\":\"2.0\",\"id\":\"\\u0061\",\"method\":\"hot\",\"params\":[1]}",
                    "{\"jsonrpc\":\"2.0\",\"id\":\"\\u0061\",\"result\":\"inline\"}"
                ),
            ]
            for (request, answer) in cases {
                client.send(request)
                #expect(try await client.line() == answer)
            }
        }
    }

    @Test func `the hot path can answer with an error`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            client.send(line("hot", id: 1, params: "[-1]"))
            let answer = try await client.answer()
            #expect(answer?["id"] == 1)
            #expect(answer?["error"]?["data"]?["type"] == "not_found")
        }
    }

    @Test func `notifications are carried out and not answered`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            client.send(line("wait") + line("hot", params: "[1]") + line("refuse"))
            client.send(line("nothing") + line("echo", id: 1))
            #expect(try await client.line() == result(1, "null"))
            await server.gate.waitForArrivals(1)
            server.gate.open()
            try await client.finish()
            #expect(try await client.rest() == "")
        }
    }

    @Test func `a handler's error is answered as it is`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            client.send(line("refuse", id: 1))
            #expect(
                try await client.answer()?["error"] == [
                    "code": -32002, "message": "the key has expired",
                    "data": ["type": "key_expired", "http_status": 401, "retryable": false],
                ]
            )
        }
    }

    @Test func `unknown methods, wrong parameters and foreign roles are told apart`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            let cases = [
                (line("ech", id: 1), "method_not_found", "did you mean `echo`?"),
                (line("echo", id: 1, params: "{\"valeu\":1}"), "invalid_params", "`value`"),
                (line("echo", id: 1, params: "[1,2]"), "invalid_params", "at most 1 parameter"),
                (line("admin", id: 1), "permission_denied", "admin socket"),
            ]
            for (request, type, hint) in cases {
                client.send(request)
                let error = try await client.answer()?["error"]
                #expect(error?["data"]?["type"] == .string(type))
                #expect(error?["message"]?.string?.contains(hint) == true)
            }
        }
    }

    @Test func `the admin socket answers admin methods`() async throws {
        try await TestServer.with(.admin(path: "")) { server in
            let client = try await server.connect()
            client.send(line("admin", id: 1))
            #expect(try await client.line() == result(1, "\"admin\""))
        }
    }

    @Test func `the caller is who the kernel says`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            client.send(line("who", id: 1))
            let who = try await client.answer()?["result"]
            #expect(who?["uid"]?.int == Int64(FileCalls.effectiveUser))
            #expect(who?["pid"]?.int ?? 0 > 0)
        }
    }
}
