import NIOCore
import NIOPosix
import Testing

@testable import Wire

/// What one client may cost: requests in flight, and bytes that wait for it.
@Suite struct BackPressureTests {
    private func limited(inFlight: Int) -> SocketConfiguration {
        var configuration = SocketConfiguration.data(path: "")
        configuration.limits.requestsInFlight = inFlight
        return configuration
    }

    @Test func `as many requests as the limit are started, the next one waits`() async throws {
        try await TestServer.with(limited(inFlight: 3)) { server in
            let client = try await server.connect()
            client.send((1...4).map { line("wait", id: $0) }.joined())
            await server.gate.waitForArrivals(3)
            // Another client's round trips give the server time to start one too many.
            let other = try await server.connect()
            for id in 1...50 {
                other.send(line("echo", id: id))
                _ = try await other.line()
            }
            #expect(server.gate.arrived == 3)
            server.gate.open()
            let answers = try await client.lines(4)
            #expect(answers.sorted() == (1...4).map { result($0, "null") })
        }
    }

    @Test func `each item of a batch counts`() async throws {
        try await TestServer.with(limited(inFlight: 3)) { server in
            let client = try await server.connect()
            client.send(line("wait", id: 1) + line("wait", id: 2))
            client.send("[" + line("wait", id: 3) + "," + line("wait", id: 4) + "]")
            client.send(line("wait", id: 5))
            await server.gate.waitForArrivals(2)
            let other = try await server.connect()
            for id in 1...50 {
                other.send(line("echo", id: id))
                _ = try await other.line()
            }
            #expect(server.gate.arrived == 2)
            server.gate.open()
            #expect(try await client.lines(4).count == 4)
            #expect(server.gate.arrived == 5)
        }
    }

    @Test func `a batch larger than the limit starts when nothing else is in flight`() async throws
    {
        try await TestServer.with(limited(inFlight: 2)) { server in
            let client = try await server.connect()
            client.send(line("wait", id: 1))
            client.send("[" + (2...5).map { line("wait", id: $0) }.joined(separator: ",") + "]")
            client.send(line("echo", id: 6))
            try await client.finish()
            await server.gate.waitForArrivals(1)
            server.gate.open()
            let lines = try await client.rest().split(separator: "\n")
            #expect(lines.count == 3)
            #expect(server.gate.arrived == 5)
        }
    }

    @Test func `who does not read is not read from, and others do not feel it`() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        var configuration = SocketConfiguration.data(path: "")
        configuration.limits.pendingAnswerBytes = 64 << 10
        try await TestServer.with(configuration, methods: [Counting.method], group: group) {
            server in
            let answerBytes = 1_000
            let count = 20_000
            let greedy = try await server.connect()
            try await greedy.setReading(false)
            let request = line("count", id: 1, params: "[\(answerBytes)]")
            greedy.send(String(repeating: request, count: count))

            let other = try await server.connect()
            for id in 1...300 {
                other.send(line("echo", id: id))
                #expect(try await other.line() == result(id, "null"))
            }
            // Our own buffer, the batch that is written at once, and the kernel's two buffers.
            let bound = (64 << 10) + (64 << 10) + (1 << 20)
            #expect(Counting.count * answerBytes <= bound)

            try await greedy.setReading(true)
            let first = try await greedy.line()?.utf8.count
            #expect(first ?? 0 > answerBytes)
            #expect(try await greedy.lines(count - 1).count == count - 1)
            #expect(Counting.count == count)
        }
        try await group.shutdownGracefully()
    }

    @Test func `a client that is gone does not stop the server`() async throws {
        try await TestServer.with { server in
            let gone = try await server.connect()
            gone.send(line("wait", id: 1))
            await server.gate.waitForArrivals(1)
            await gone.close()
            let other = try await server.connect()
            other.send(line("echo", id: 1))
            #expect(try await other.line() == result(1, "null"))
        }
    }
}
