import Store

/// The system's clocks, with a count of how often they were read.
final class CountingClock: MomentSource {
    private let clock = SystemClock()
    private let reads = Locked(0)

    var count: Int { reads.withLock(\.self) }

    func now() -> Moment {
        reads.withLock { $0 += 1 }
        return clock.now()
    }
}
