import NIOConcurrencyHelpers

/// Tells whether a connection still stands, and calls those who asked when it has ended.
///
/// For what a caller holds only as long as it is connected, such as a grant with
/// `hold: connection`.
package final class ConnectionLifetime: Sendable {
    /// Unique among the connections of this process.
    package let id: UInt64

    private let state = NIOLockedValueBox(State())

    package init(id: UInt64) {
        self.id = id
    }

    /// Whether the connection has not ended yet.
    package var isOpen: Bool { state.withLockedValue { $0.isOpen } }

    /// Calls `action` once when the connection ends, or at once if it has.
    ///
    /// The call comes on the connection's event loop, so `action` must neither block nor wait.
    ///
    /// - Returns: a ticket for `forget`; nil if the action was called at once.
    @discardableResult
    package func whenClosed(_ action: @escaping @Sendable () -> Void) -> Ticket? {
        let ticket = state.withLockedValue { $0.register(action) }
        if ticket == nil { action() }
        return ticket
    }

    /// Drops the action: what the caller held was given back before the end.
    package func forget(_ ticket: Ticket) {
        _ = state.withLockedValue { $0.actions.removeValue(forKey: ticket) }
    }

    /// Ends the lifetime and calls everyone who asked; a second call does nothing.
    package func close() {
        for action in state.withLockedValue({ $0.close() }) { action() }
    }

    /// Names one registered action.
    package struct Ticket: Hashable, Sendable {
        fileprivate let number: UInt64
    }

    private struct State {
        var isOpen = true
        var nextTicket: UInt64 = 0
        var actions: [Ticket: @Sendable () -> Void] = [:]

        mutating func register(_ action: @escaping @Sendable () -> Void) -> Ticket? {
            guard isOpen else { return nil }
            let ticket = Ticket(number: nextTicket)
            nextTicket += 1
            actions[ticket] = action
            return ticket
        }

        mutating func close() -> [@Sendable () -> Void] {
            isOpen = false
            defer { actions = [:] }
            return actions.sorted { $0.key.number < $1.key.number }.map(\.value)
        }
    }
}
