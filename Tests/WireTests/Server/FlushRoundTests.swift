import Testing

@testable import Wire

/// Connections of one event loop that are served by the same wake-ups.
@Suite struct FlushRoundTests {
    @Test func `all are answered, in their order, also beside some that end`() async throws {
        try await TestServer.with { server in
            var clients: [RawClient] = []
            for _ in 0..<12 { clients.append(try await server.connect()) }
            for round in 0..<60 {
                for client in clients {
                    client.send(line("hot", id: 2 * round, params: "[1]"))
                    client.send(line("hot", id: 2 * round + 1, params: "[1]"))
                }
                // Every now and then one goes without waiting for its answers.
                if round % 10 == 9 { await clients.removeLast().close() }
                for client in clients {
                    let answers = try await client.lines(2)
                    let expected = [2 * round, 2 * round + 1].map { result($0, #""inline""#) }
                    #expect(answers == expected)
                }
            }
        }
    }

    @Test func `a connection that is left alone is answered as before`() async throws {
        try await TestServer.with { server in
            let (first, second) = (try await server.connect(), try await server.connect())
            for id in 0..<50 {
                first.send(line("hot", id: id, params: "[1]"))
                second.send(line("hot", id: id, params: "[1]"))
                #expect(try await first.line() == result(id, #""inline""#))
                #expect(try await second.line() == result(id, #""inline""#))
            }
            await second.close()
            for id in 0..<50 {
                first.send(line("hot", id: id, params: "[1]"))
                #expect(try await first.line() == result(id, #""inline""#))
            }
        }
    }
}
