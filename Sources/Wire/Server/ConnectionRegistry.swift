import NIOConcurrencyHelpers
import NIOCore

/// The connections of one socket: who is let in, and who has to be told when the socket stops.
final class ConnectionRegistry: Sendable {
    private let state: NIOLockedValueBox<State>
    private let drained: EventLoopPromise<Void>

    private struct State {
        var rules: RegistryState
        var channels: [UInt64: any Channel] = [:]
    }

    /// Keeps the promise `drained` when the socket stops and its last connection has ended.
    init(_ configuration: SocketConfiguration, drained: EventLoopPromise<Void>) {
        state = NIOLockedValueBox(
            State(
                rules: RegistryState(
                    limit: configuration.limits.connections,
                    access: configuration.access,
                    ownUser: FileCalls.effectiveUser
                )
            )
        )
        self.drained = drained
    }

    /// How many connections are served now.
    var servedCount: Int { state.withLockedValue { $0.rules.servedCount } }

    func connected(_ channel: any Channel, _ peer: PeerCredentials) -> RegistryState.Admission {
        state.withLockedValue { state in
            let admission = state.rules.connected(peer)
            switch admission {
            case .serve(let id), .refuse(let id, _): state.channels[id] = channel
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
        if isDrained { drained.succeed() }
    }

    /// Lets every connection answer what is in flight, then end.
    func drain() {
        let (isDrained, channels) = state.withLockedValue { state in
            (state.rules.drain(), Array(state.channels.values))
        }
        if isDrained { drained.succeed() }
        for channel in channels {
            channel.pipeline.fireUserInboundEventTriggered(ConnectionHandler.Drain())
        }
    }

    /// Ends every connection now, answered or not.
    func closeAll() {
        let channels = state.withLockedValue { Array($0.channels.values) }
        for channel in channels { channel.close(mode: .all, promise: nil) }
    }
}
