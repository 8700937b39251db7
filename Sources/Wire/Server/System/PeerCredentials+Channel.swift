import Glibc
import NIOCore

extension PeerCredentials {
    /// Asks the kernel who connected; on the channel's event loop the answer is there at once.
    ///
    /// `ucred` is not in Glibc's module; the tuple has its layout (`pid`, `uid`, `gid`, all of 32
    /// bits): https://man7.org/linux/man-pages/man7/unix.7.html, SO_PEERCRED.
    static func of(_ channel: any Channel) -> EventLoopFuture<PeerCredentials> {
        guard let provider = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        let name = NIOBSDSocket.Option(rawValue: SO_PEERCRED)
        let future: EventLoopFuture<(Int32, UInt32, UInt32)> =
            provider.unsafeGetSocketOption(level: .socket, name: name)
        return future.map { PeerCredentials(processID: $0.0, userID: $0.1, groupID: $0.2) }
    }
}
