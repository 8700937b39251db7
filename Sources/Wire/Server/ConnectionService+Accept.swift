import Logging
import NIOConcurrencyHelpers
import NIOCore

extension ConnectionService {
    /// From how many waiting bytes of answers on a connection is not read from.
    var waterMark: ChannelOptions.Types.WriteBufferWaterMark {
        ChannelOptions.Types.WriteBufferWaterMark(
            low: max(1, limits.pendingAnswerBytes / 2),
            high: limits.pendingAnswerBytes
        )
    }

    /// Gives a new channel its handler, or refuses it.
    ///
    /// - Throws: where the channel is to be closed without a word.
    func accept(_ channel: any Channel, _ peer: PeerCredentials) throws {
        switch registry.connected(channel, peer) {
        case .serve(let id): try serve(channel, peer, id, refusal: nil)
        case .refuse(let id, let error, let lingers):
            log(error, peer)
            try serve(channel, peer, id, refusal: .init(error: error, lingers: lingers))
        case .drop: throw ChannelError.eof
        }
    }

    private func log(_ error: WireError, _ peer: PeerCredentials) {
        guard let count = refusals.withLockedValue({ $0.refused(at: .now()) }) else { return }
        logger.notice(
            "connection refused",
            metadata: [
                "count": "\(count)", "uid": "\(peer.userID)", "why": "\(error.kind.rawValue)",
            ]
        )
    }

    private func serve(
        _ channel: any Channel,
        _ peer: PeerCredentials,
        _ id: UInt64,
        refusal: ConnectionHandler.Refusal?
    ) throws {
        let caller = Caller(
            credentials: peer,
            role: configuration.role,
            connection: ConnectionLifetime(id: id)
        )
        do {
            try channel.pipeline.syncOperations.addHandler(
                ConnectionHandler(self, caller: caller, refusal: refusal)
            )
        } catch {
            registry.disconnected(id)
            throw error
        }
    }
}
