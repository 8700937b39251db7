import Logging
import NIOCore
import NIOPosix
import Testing

@testable import Wire

@Suite struct ReplyTests {
    @Test func `an answer has no line end of its own`() {
        let response = Response(id: RequestID(1), outcome: .success([1]))
        #expect(String(buffer: Reply.bytes(response)) == result(1, "[1]"))
    }

    @Test func `a second answer traps`() async {
        await #expect(processExitsWith: .failure) {
            let reply = try await ReplyTests.reply()
            reply.send(nil)
            reply.send(nil)
        }
    }

    @Test func `a request that is dropped without an answer traps`() async {
        await #expect(processExitsWith: .failure) {
            _ = try await ReplyTests.reply()
        }
    }

    @Test func `an answer that was given up uses no event loop`() async throws {
        let result = await #expect(
            processExitsWith: .success,
            observing: [\.standardErrorContent]
        ) {
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let configuration = SocketConfiguration.data(path: "/nowhere")
            let registry = ConnectionRegistry(configuration, drained: Occurrence())
            let reply = try await ReplyTests.reply(on: group.any(), of: registry)
            registry.abandon()
            try await group.shutdownGracefully()
            reply.send(nil)
        }
        let errors = try #require(result).standardErrorContent
        #expect(!String(decoding: errors, as: UTF8.self).contains("EventLoop"))
    }

    private static func reply() async throws -> Reply {
        let configuration = SocketConfiguration.data(path: "/nowhere")
        return try await reply(
            on: MultiThreadedEventLoopGroup.singleton.any(),
            of: ConnectionRegistry(configuration, drained: Occurrence())
        )
    }

    private static func reply(
        on loop: any EventLoop,
        of registry: ConnectionRegistry
    ) async throws -> Reply {
        // Made here: a future would keep it for longer than its caller.
        let (token, handler) = try await loop.submit {
            let configuration = SocketConfiguration.data(path: "/nowhere")
            let service = ConnectionService(
                configuration,
                methods: MethodTable([]),
                registry: registry,
                logger: Logger(label: "test")
            )
            let handler = ConnectionHandler(service, caller: Samples.caller())
            var pending = PendingRequests()
            let token = pending.begin(.init(id: nil, deadline: .now()))
            return (token, NIOLoopBound(handler, eventLoop: loop))
        }.get()
        return Reply(token, to: handler, of: registry)
    }
}
