import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import Wire

@Suite struct EarlyDrainTests {
    @Test func `a connection that is told to end before it is active ends`() throws {
        let loop = EmbeddedEventLoop()
        let configuration = SocketConfiguration.data(path: "/none")
        let service = ConnectionService(
            configuration,
            methods: MethodTable([]),
            registry: ConnectionRegistry(configuration, drained: Occurrence()),
            logger: Logger(label: "test")
        )
        let channel = EmbeddedChannel(
            handler: ConnectionHandler(service, caller: Samples.caller()),
            loop: loop
        )
        channel.pipeline.fireUserInboundEventTriggered(ConnectionHandler.Drain())
        loop.run()
        #expect(throws: ChannelError.self) { try channel.close().wait() }
        service.registry.drain()
        loop.run()
    }
}
