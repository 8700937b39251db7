import NIOConcurrencyHelpers
import NIOCore

/// The waiting calls of one connection that were woken, on whatever thread, and are to be asked.
///
/// However many are woken at once, the connection is told once.
final class WokenCalls: Sendable {
    private let handler: NIOLoopBound<ConnectionHandler>
    private let registry: ConnectionRegistry
    private let tokens = NIOLockedValueBox([PendingRequests.Token]())

    init(_ handler: NIOLoopBound<ConnectionHandler>, of registry: ConnectionRegistry) {
        self.handler = handler
        self.registry = registry
    }

    /// This one was woken.
    func add(_ token: PendingRequests.Token) {
        let isFirst = tokens.withLockedValue { tokens in
            tokens.append(token)
            return tokens.count == 1
        }
        if isFirst { tell() }
    }

    /// Takes the next ones, at most `limit`.
    /// - Returns: them, and whether others are left, of which the connection is not told again.
    func take(_ limit: Int) -> (tokens: [PendingRequests.Token], isLeft: Bool) {
        tokens.withLockedValue { tokens in
            let taken = Array(tokens.prefix(limit))
            tokens.removeFirst(taken.count)
            return (taken, !tokens.isEmpty)
        }
    }

    private func tell() {
        registry.execute(on: handler.eventLoop) { [handler] in handler.value.answerWoken() }
    }
}
