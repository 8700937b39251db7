import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import Wire

@Suite struct ShutdownTests {
    @Test func `what is in flight is answered, then the connections end`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            client.send(line("wait", id: 1))
            await server.gate.waitForArrivals(1)
            async let shutdown: Void = server.server.shutdown(within: .seconds(30))
            // The socket file goes last, the listener first.
            while (try? await server.connect()) != nil { await Task.yield() }
            server.gate.open()
            #expect(try await client.rest() == result(1, "null") + "\n")
            await shutdown
            #expect(server.server.connectionCount == 0)
            #expect(try FileStatus.of(server.path, followingLinks: false) == nil)
        }
    }

    @Test func `idle connections end at once`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            client.send(line("echo", id: 1))
            _ = try await client.line()
            await server.server.shutdown(within: .seconds(30))
            #expect(try await client.rest() == "")
        }
    }

    @Test func `after its time a connection is ended with requests unanswered`() async throws {
        try await TestServer.with { server in
            let client = try await server.connect()
            client.send(line("wait", id: 1))
            await server.gate.waitForArrivals(1)
            await server.server.shutdown(within: .zero)
            #expect(try await client.rest() == "")
        }
    }

    @Test func `a stopped server leaves nothing to the event loops`() async throws {
        let result = await #expect(
            processExitsWith: .success,
            observing: [\.standardErrorContent]
        ) {
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            try await TestServer.with(group: group) { server in
                let client = try await server.connect()
                client.send(line("echo", id: 1))
                _ = try await client.line()
                // The server itself goes after the loops: what it keeps must not need them.
                await server.server.shutdown(within: .seconds(30))
                try await group.shutdownGracefully()
            }
        }
        let errors = try #require(result).standardErrorContent
        #expect(!String(decoding: errors, as: UTF8.self).contains("EventLoop"))
    }

    @Test func `cancelling run stops the server`() async throws {
        try await TestServer.withDirectory { directory in
            let server = SocketServer(
                .data(path: directory + "/s"),
                methods: MethodTable([]),
                group: MultiThreadedEventLoopGroup.singleton,
                logger: Logger(label: "test")
            )
            try await server.start()
            let run = Task { await server.run() }
            run.cancel()
            await run.value
            #expect(try FileStatus.of(directory + "/s", followingLinks: false) == nil)
        }
    }

    @Test func `a server that was stopped before its start ends`() async throws {
        let server = SocketServer(
            .data(path: "/nowhere/s"),
            methods: MethodTable([]),
            group: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "test")
        )
        await server.shutdown(within: .seconds(1))
        await server.shutdown(within: .seconds(1))
        await server.run()
    }

    @Test func `a server that is started after it was stopped leaves nothing behind`() async throws
    {
        try await TestServer.withDirectory { directory in
            let path = directory + "/s"
            let server = SocketServer(
                .data(path: path),
                methods: MethodTable([]),
                group: MultiThreadedEventLoopGroup.singleton,
                logger: Logger(label: "test")
            )
            await server.shutdown(within: .seconds(1))
            try await server.start()
            await server.run()
            #expect(try FileStatus.of(path, followingLinks: false) == nil)
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `a request that takes too long is answered for, and its handler cancelled`()
        async throws
    {
        var configuration = SocketConfiguration.data(path: "")
        configuration.requestTimeout = .milliseconds(20)
        let ended = Gate()
        let sleeper = Method(
            MethodDescriptor(
                name: "sleep",
                summary: "For tests.",
                role: .data,
                result: .any,
                examples: []
            )
        ) { _, _ in
            // Ends only by being cancelled.
            let gate = Gate()
            await withTaskCancellationHandler(
                operation: { await gate.pass() },
                onCancel: { gate.open() }
            )
            Task { await ended.pass() }
            return .bool(Task.isCancelled)
        }
        try await TestServer.with(configuration, methods: [sleeper]) { server in
            let client = try await server.connect()
            client.send(line("sleep", id: 1) + line("sleep"))
            client.send("[" + line("sleep", id: 2) + "," + line("echo", id: 3) + "]")
            let answers = [try await client.answer(), try await client.answer()]
            let single = answers.first { $0?.array == nil } ?? nil
            #expect(single?["id"] == 1)
            #expect(single?["error"]?["data"]?["type"] == "store_unavailable")
            #expect(single?["error"]?["data"]?["retryable"] == true)
            let batch = answers.compactMap { $0?.array }.first
            #expect(batch?.first { $0["id"] == 2 }?["error"]?["code"] == -32010)
            #expect(batch?.contains { $0["id"] == 3 } == true)
            try await client.finish()
            #expect(try await client.rest() == "")
            await ended.waitForArrivals(3)
            ended.open()
        }
    }

    /// Ends by being cancelled only.
    private func sleeper(
        _ name: String,
        changesData: Bool = false,
        timeout: Duration? = nil
    ) -> Method {
        Method(
            MethodDescriptor(
                name: name,
                summary: "For tests.",
                role: .data,
                changesData: changesData,
                timeout: timeout,
                result: .any,
                examples: []
            )
        ) { _, _ in
            let gate = Gate()
            await withTaskCancellationHandler(
                operation: { await gate.pass() },
                onCancel: { gate.open() }
            )
            return nil
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `a change that took too long may have been made, and is not to be repeated`()
        async throws
    {
        var configuration = SocketConfiguration.data(path: "")
        configuration.requestTimeout = .milliseconds(20)
        let methods = [sleeper("change", changesData: true), sleeper("look")]
        try await TestServer.with(configuration, methods: methods) { server in
            let client = try await server.connect()
            client.send(line("change", id: 1))
            let change = try await client.answer()?["error"]?["data"]
            #expect(change?["retryable"] == false)
            #expect(change?["detail"] == "outcome_unknown")
            client.send(line("look", id: 2))
            let look = try await client.answer()?["error"]?["data"]
            #expect(look?["retryable"] == true)
            #expect(look?["detail"] == nil)
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `a method can have a time of its own, and the others keep theirs`() async throws {
        let long = sleeper("long", timeout: .seconds(3_600))
        var configuration = SocketConfiguration.data(path: "")
        configuration.requestTimeout = .milliseconds(20)
        try await TestServer.with(configuration, methods: [long, sleeper("look")]) { server in
            let client = try await server.connect()
            // The timer that is set for the first must not hold up the second.
            client.send(line("long", id: 1) + line("look", id: 2))
            #expect(try await client.answer()?["id"] == 2)
            client.send(line("look", id: 3))
            #expect(try await client.answer()?["id"] == 3)
            await client.close()
        }
    }

    @Test func `the end of a connection is told to who asked for it`() async throws {
        let gate = Gate()
        let closed = NIOLockedValueBox(0)
        let holder = Method(
            MethodDescriptor(
                name: "hold",
                summary: "For tests.",
                role: .data,
                result: .any,
                examples: []
            )
        ) { _, caller in
            caller.connection.whenClosed {
                closed.withLockedValue { $0 += 1 }
                Task { await gate.pass() }
            }
            return .bool(caller.connection.isOpen)
        }
        try await TestServer.with(methods: [holder]) { server in
            let client = try await server.connect()
            client.send(line("hold", id: 1))
            #expect(try await client.line() == result(1, "true"))
            await client.close()
            await gate.waitForArrivals(1)
            // One that is not served any more has ended, though the client stays.
            let other = try await server.connect()
            other.send(line("hold", id: 2))
            #expect(try await other.line() == result(2, "true"))
            other.send("}")
            #expect(try await other.line()?.contains("parse_error") == true)
            #expect(closed.withLockedValue { $0 } == 2)
        }
        gate.open()
    }

    @Test(.timeLimit(.minutes(2)))
    func `the end of a connection cancels its requests, but no notification`() async throws {
        let (started, release, ended) = (Gate(), Gate(), Gate())
        let cancelled = NIOLockedValueBox<[String: Bool]>([:])
        let holder = Method(
            MethodDescriptor(
                name: "note",
                summary: "For tests.",
                role: .data,
                parameters: [Field("name", .string, "Which.")],
                result: .any,
                examples: []
            )
        ) { arguments, _ in
            await started.pass()
            let name = arguments.string("name") ?? ""
            if name == "request" {
                // Ends only by being cancelled.
                let gate = Gate()
                await withTaskCancellationHandler(
                    operation: { await gate.pass() },
                    onCancel: { gate.open() }
                )
            } else {
                await release.pass()
            }
            cancelled.withLockedValue { $0[name] = Task.isCancelled }
            Task { await ended.pass() }
            return .null
        }
        started.open()
        try await TestServer.with(methods: [holder]) { server in
            let client = try await server.connect()
            client.send(line("note", id: 1, params: "[\"request\"]"))
            client.send(line("note", params: "[\"notification\"]"))
            await started.waitForArrivals(2)
            await client.close()
            await ended.waitForArrivals(1)
            release.open()
            await ended.waitForArrivals(2)
            #expect(cancelled.withLockedValue { $0 } == ["request": true, "notification": false])
        }
        ended.open()
    }
}
