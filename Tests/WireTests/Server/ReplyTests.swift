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
            let (token, handler) = try await ReplyTests.request()
            let reply = Reply(token, to: handler)
            reply.send(nil)
            reply.send(nil)
        }
    }

    @Test func `a request that is dropped without an answer traps`() async {
        await #expect(processExitsWith: .failure) {
            let (token, handler) = try await ReplyTests.request()
            _ = Reply(token, to: handler)
        }
    }

    private static func request() async throws
        -> (PendingRequests.Token, NIOLoopBound<ConnectionHandler>)
    {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        return try await loop.submit {
            let configuration = SocketConfiguration.data(path: "/nowhere")
            let service = ConnectionService(
                configuration: configuration,
                methods: MethodTable([]),
                registry: ConnectionRegistry(configuration, drained: loop.makePromise()),
                logger: Logger(label: "test")
            )
            let handler = ConnectionHandler(service, caller: Samples.caller())
            var pending = PendingRequests()
            let token = pending.begin(.init(id: nil, deadline: .now()))
            return (token, NIOLoopBound(handler, eventLoop: loop))
        }.get()
    }
}
