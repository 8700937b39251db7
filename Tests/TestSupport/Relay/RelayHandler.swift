import NIOConcurrencyHelpers
import NIOCore

/// Passes what one end of a link sends on to the other end.
final class RelayHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let link: RelayLink
    private let end: RelayLink.End
    private let links: NIOLockedValueBox<LinkTable>

    init(_ link: RelayLink, from end: RelayLink.End, _ links: NIOLockedValueBox<LinkTable>) {
        self.link = link
        self.end = end
        self.links = links
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if end == .client, links.withLockedValue({ $0.seen(Array(bytes.readableBytesView)) }) {
            // Before the text goes out: its answer must not be read any more.
            link.server.setOption(.autoRead, value: false).cascade(to: nil)
        }
        link.peer(of: end).writeAndFlush(bytes, promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        link.peer(of: end).close(promise: nil)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
