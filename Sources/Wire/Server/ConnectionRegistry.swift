import NIOConcurrencyHelpers
import NIOCore

/// The connections of one socket: who is let in, and who has to be told when the socket stops.
final class ConnectionRegistry: Sendable {
    private let state: NIOLockedValueBox<State>
    private let drained: Occurrence

    private struct State {
        var rules: RegistryState
        /// The event loops may be gone: nothing is run on them any more.
        var isAbandoned = false
        var channels: [UInt64: any Channel] = [:]
    }

    /// Tells `drained` when the socket stops and its last connection has ended.
    init(_ configuration: SocketConfiguration, drained: Occurrence) {
        state = NIOLockedValueBox(
            State(
                rules: RegistryState(
                    limit: configuration.limits.connections,
                    access: configuration.access,
                    ownUser: FileCalls.effectiveUser,
                    firstID: configuration.role.firstConnectionID
                )
            )
        )
        self.drained = drained
    }

    /// How many connections are served now.
    var servedCount: Int { state.withLockedValue { $0.rules.servedCount } }

    /// Judges new connections by this configuration; those that stand stay.
    func apply(_ configuration: SocketConfiguration) {
        state.withLockedValue { state in
            state.rules.apply(limit: configuration.limits.connections, configuration.access)
        }
    }

    func connected(_ channel: any Channel, _ peer: PeerCredentials) -> RegistryState.Admission {
        state.withLockedValue { state in
            let admission = state.rules.connected(peer)
            switch admission {
            case .serve(let id), .refuse(let id, _, _): state.channels[id] = channel
            case .drop: break
            }
            return admission
        }
    }

    func disconnected(_ id: UInt64) {
        let isDrained = state.withLockedValue { state in
            state.channels[id] = nil
            return state.rules.disconnected(id)
        }
        if isDrained { drained.happen() }
    }

    /// Lets every connection answer what is in flight, then end.
    func drain() {
        let (isDrained, channels) = state.withLockedValue { state in
            (state.rules.drain(), Array(state.channels.values))
        }
        if isDrained { drained.happen() }
        for channel in channels {
            channel.pipeline.fireUserInboundEventTriggered(ConnectionHandler.Drain())
        }
    }

    /// Runs `body` on the event loop of a connection, unless its answers are given up.
    func execute(on loop: any EventLoop, _ body: @escaping @Sendable () -> Void) {
        // Under the lock: once `abandon` has returned nobody is about to use a loop.
        state.withLockedValue { state in
            if !state.isAbandoned { loop.execute(body) }
        }
    }

    /// Gives up requests that have not noticed that they were cancelled: whatever comes of them
    /// has no event loop to come back to.
    func abandon() {
        state.withLockedValue { $0.isAbandoned = true }
    }

    /// Ends every connection now, answered or not.
    func closeAll() {
        let channels = state.withLockedValue { Array($0.channels.values) }
        for channel in channels { channel.close(mode: .all, promise: nil) }
    }
}

extension Role {
    /// Far from those of the other socket: no process sees so many connections.
    fileprivate var firstConnectionID: UInt64 {
        switch self {
        case .data: 1
        case .admin: 1 << 63
        }
    }
}
