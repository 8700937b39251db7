import NIOConcurrencyHelpers
import NIOCore

/// The duty to answer one request exactly once.
///
/// A second answer, or none at all when the last reference goes, is a mistake of ours, and traps:
/// a client that waits for ever is worse.
final class Reply: Sendable {
    private let token: PendingRequests.Token
    private let handler: NIOLoopBound<ConnectionHandler>
    private let registry: ConnectionRegistry
    private let isSent = NIOLockedValueBox(false)

    init(
        _ token: PendingRequests.Token,
        to handler: NIOLoopBound<ConnectionHandler>,
        of registry: ConnectionRegistry
    ) {
        self.token = token
        self.handler = handler
        self.registry = registry
    }

    /// Hands the answer to the connection; nil where a notification was carried out.
    func send(_ response: Response?) {
        let wasSent = isSent.withLockedValue { isSent in
            defer { isSent = true }
            return isSent
        }
        precondition(!wasSent, "a request was answered twice")
        let bytes = response.map(Self.bytes)
        registry.execute(on: handler.eventLoop) { [handler, token] in
            handler.value.returned(token, bytes)
        }
    }

    /// The answer without its line end.
    static func bytes(_ response: Response) -> ByteBuffer {
        var buffer = ByteBuffer()
        ResponseWriter.write(response, into: &buffer)
        return buffer
    }

    deinit {
        precondition(isSent.withLockedValue { $0 }, "a request was dropped without an answer")
    }
}
