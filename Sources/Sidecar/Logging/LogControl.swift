import Store

/// What holds for all log lines of the process; looked at for each of them, since it can change.
package final class LogControl: Sendable {
    private struct State: Sendable {
        var level: LogLevel
        var shape: LogShape
    }

    private let state: Locked<State>

    package init(_ level: LogLevel, _ shape: LogShape) {
        state = Locked(State(level: level, shape: shape))
    }

    /// The least severe messages that are written.
    package var level: LogLevel { state.withLock(\.level) }

    /// Text or JSON.
    package var shape: LogShape { state.withLock(\.shape) }

    /// Lines are written so from now on.
    package func apply(_ level: LogLevel, _ shape: LogShape) {
        state.withLock { $0 = State(level: level, shape: shape) }
    }
}
