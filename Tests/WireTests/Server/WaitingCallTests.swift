import Testing

@testable import Wire

/// Calls of hot methods that wait for something: answered by their event loop, without a task.
@Suite struct WaitingCallTests {
    private let desk = WaitingDesk()

    private func call(_ number: Int64) -> String {
        line("later", id: Int(number), params: #"{"number":\#(number)}"#)
    }

    private func serve(
        _ configuration: SocketConfiguration = .data(path: ""),
        _ body: (TestServer) async throws -> Void
    ) async throws {
        try await TestServer.with(configuration, methods: [desk.method], body)
    }

    @Test func `a call is answered once it is woken, others before it`() async throws {
        try await serve { server in
            let client = try await server.connect()
            client.send(call(1) + line("hot", id: 7, params: "[3]") + call(2))
            #expect(try await client.line() == result(7, #""inline""#))
            await desk.waitForSleepers(2)
            desk.wake([2])
            #expect(try await client.line() == result(2, "20"))
            desk.wake([1])
            #expect(try await client.line() == result(1, "10"))
            #expect(desk.asked == [2, 1])
        }
    }

    @Test func `however many are woken at once, each is answered once`() async throws {
        try await serve { server in
            let client = try await server.connect()
            client.send((1...500).map(call).joined())
            await desk.waitForSleepers(500)
            desk.wake(1...500)
            let answers = try await client.lines(500)
            #expect(answers.sorted() == (1...500).map { result($0, "\($0 * 10)") }.sorted())
            client.send(line("echo", id: 0))
            #expect(try await client.line() == result(0, "null"))
        }
    }

    @Test func `a call may be woken before it sleeps, and wait again`() async throws {
        desk.setPatience(5, 3)
        desk.wakeAtOnce()
        try await serve { server in
            let client = try await server.connect()
            client.send(call(5))
            #expect(try await client.line() == result(5, "50"))
            #expect(desk.asked == [5, 5, 5, 5])
        }
    }

    @Test func `an error, and an answer that is too large, carry the id`() async throws {
        var configuration = SocketConfiguration.data(path: "")
        configuration.limits.answerBytes = 1_024
        try await serve(configuration) { server in
            let client = try await server.connect()
            for number: Int64 in [-1, -2] {
                client.send(call(number))
                await desk.waitForSleepers(1)
                desk.wake([number])
                let answer = try #require(try await client.answer())
                #expect(answer["id"] == .int(number))
                let type: JSON = number == -1 ? "not_found" : "overloaded"
                #expect(answer["error"]?["data"]?["type"] == type)
            }
            client.send(call(3))
            await desk.waitForSleepers(1)
            desk.wake([3])
            #expect(try await client.line() == result(3, "30"))
        }
    }

    @Test func `when its time is over it is told so, and not asked any more`() async throws {
        var configuration = SocketConfiguration.data(path: "")
        configuration.requestTimeout = .milliseconds(50)
        configuration.limits.requestsInFlight = 1
        try await serve(configuration) { server in
            let client = try await server.connect()
            client.send(call(1))
            let answer = try #require(try await client.answer())
            #expect(answer["id"] == 1)
            #expect(answer["error"] != nil)
            #expect(desk.cancelled == [1])
            desk.wake([1])
            // There is room for the next one, and nothing comes twice.
            client.send(line("hot", id: 2, params: "[1]"))
            #expect(try await client.line() == result(2, #""inline""#))
            #expect(desk.asked == [])
        }
    }

    @Test func `the end of its connection cancels it`() async throws {
        try await serve { server in
            let client = try await server.connect()
            client.send(call(1) + call(2))
            await desk.waitForSleepers(2)
            await client.close()
            while desk.cancelled.count < 2 { await Task.yield() }
            desk.wake([1, 2])
            let other = try await server.connect()
            other.send(line("echo", id: 3))
            #expect(try await other.line() == result(3, "null"))
            #expect(desk.asked == [])
            #expect(server.server.connectionCount == 1)
        }
    }

    @Test func `no more than the limit wait, and a stop waits for them`() async throws {
        var configuration = SocketConfiguration.data(path: "")
        configuration.limits.requestsInFlight = 2
        try await serve(configuration) { server in
            let client = try await server.connect()
            client.send((1...3).map(call).joined())
            await desk.waitForSleepers(2)
            desk.wake([1])
            #expect(try await client.line() == result(1, "10"))
            await desk.waitForSleepers(2)
            async let shutdown: Void = server.server.shutdown(within: .seconds(30))
            while (try? await server.connect()) != nil { await Task.yield() }
            desk.wake([2, 3])
            let rest = try await client.rest().split(separator: "\n").map(String.init)
            #expect(rest.sorted() == [result(2, "20"), result(3, "30")])
            await shutdown
        }
    }
}
