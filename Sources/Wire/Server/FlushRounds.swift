import NIOConcurrencyHelpers
import NIOCore

/// The rounds of all event loops.
final class FlushRounds: Sendable {
    private let rounds = NIOLockedValueBox([ObjectIdentifier: NIOLoopBound<FlushRound>]())

    /// The round of this event loop, on which it is called.
    func round(of loop: any EventLoop) -> FlushRound {
        rounds.withLockedValue { rounds in
            if let round = rounds[ObjectIdentifier(loop)] { return round.value }
            let round = FlushRound(loop)
            rounds[ObjectIdentifier(loop)] = NIOLoopBound(round, eventLoop: loop)
            return round
        }
    }
}
