import Testing

@testable import Wire

/// Who is let in, and what the others are told.
@Suite struct AdmissionTests {
    @Test func `as many connections as the limit are served, one more is told and closed`()
        async throws
    {
        var configuration = SocketConfiguration.data(path: "")
        configuration.limits.connections = 2
        try await TestServer.with(configuration) { server in
            var clients: [RawClient] = []
            for id in 1...2 {
                let client = try await server.connect()
                client.send(line("echo", id: id))
                #expect(try await client.line() == result(id, "null"))
                clients.append(client)
            }
            let extra = try await server.connect()
            extra.send(line("echo", id: 3))
            let refusal = try JSONParser.parse(try await extra.rest())
            #expect(refusal["id"] == .null)
            #expect(refusal["error"]?["data"]?["type"] == "overloaded")
            #expect(refusal["error"]?["data"]?["limit"] == 2)

            await clients[0].close()
            while server.server.connectionCount == 2 { await Task.yield() }
            let next = try await server.connect()
            next.send(line("echo", id: 4))
            #expect(try await next.line() == result(4, "null"))
        }
    }

    @Test func `each connection beyond the limit is told, however many stay and do not read`()
        async throws
    {
        var configuration = SocketConfiguration.data(path: "")
        configuration.limits.connections = 1
        // Those that linger do so until the end of the test.
        configuration.linger = .seconds(600)
        try await TestServer.with(configuration) { server in
            let served = try await server.connect()
            served.send(line("echo", id: 1))
            #expect(try await served.line() == result(1, "null"))
            var refused: [RawClient] = []
            for _ in 0..<RegistryState.lingeringBound + 20 {
                refused.append(try await server.connect())
            }
            for client in refused {
                let answer = try await client.answer()
                #expect(answer?["id"] == .null)
                #expect(answer?["error"]?["data"]?["type"] == "overloaded")
            }
            for client in refused { await client.close() }
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `other bounds hold for connections that come after the change`() async throws {
        var configuration = SocketConfiguration.data(path: "")
        try await TestServer.with(configuration) { server in
            let old = try await server.connect()
            let long = "\"\(String(repeating: "x", count: 2_000))\""
            old.send(line("echo", id: 1))
            #expect(try await old.line() == result(1, "null"))
            configuration.limits.connections = 2
            configuration.limits.frameBytes = 1_000
            server.server.apply(configuration)

            old.send(line("echo", id: 2, params: "[\(long)]"))
            #expect(try await old.line() == result(2, long))
            configuration.requestTimeout = .milliseconds(20)
            server.server.apply(configuration)
            old.send(line("wait", id: 3))
            #expect(try await old.answer()?["error"]?["data"]?["type"] == "store_unavailable")

            let new = try await server.connect()
            new.send(line("echo", id: 4, params: "[\(long)]"))
            #expect(try await new.answer()?["error"] != nil)
            let extra = try await server.connect()
            let refusal = try JSONParser.parse(try await extra.rest())
            #expect(refusal["error"]?["data"]?["limit"] == 2)
        }
    }

    @Test func `a foreign user is told and closed`() async throws {
        var configuration = SocketConfiguration.data(path: "")
        configuration.mode = 0o666
        configuration.access = PeerAccess(userIDs: [4_242])
        try await TestServer.with(configuration) { server in
            let own = try await server.connect()
            own.send(line("echo", id: 1))
            #expect(try await own.line() == result(1, "null"))
            let answer = try await Self.nobody(server.path, line("echo", id: 1))
            let error = try JSONParser.parse(answer)
            #expect(error["id"] == .null)
            #expect(error["error"]?["data"]?["type"] == "permission_denied")
        }
    }

    @Test func `a user or a group on the list is served`() async throws {
        let lists = [PeerAccess(userIDs: [65_534]), PeerAccess(groupIDs: [65_534])]
        for access in lists {
            var configuration = SocketConfiguration.data(path: "")
            configuration.mode = 0o666
            configuration.access = access
            try await TestServer.with(configuration) { server in
                let answer = try await Self.nobody(server.path, line("who", id: 1))
                #expect(try JSONParser.parse(answer)["result"]?["uid"] == 65_534)
            }
        }
    }

    @Test func `the file mode keeps other users out`() async throws {
        try await TestServer.with { server in
            let answer = try await Self.nobody(server.path, line("echo", id: 1))
            #expect(answer == "")
        }
    }

    /// Sends text as the user `nobody`, which only root can.
    private static func nobody(_ path: String, _ text: String) async throws -> String {
        try #require(FileCalls.effectiveUser == 0, "this test needs root")
        return try await Tool.run(
            [
                "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "socat", "-t", "100",
                "-", "UNIX-CONNECT:\(path)",
            ],
            input: text
        ).output
    }
}
