import Store

/// A clock that stands still until a test moves it.
final class ManualClock: MomentSource {
    private let moment = Locked(
        Moment(wall: Timestamp(milliseconds: 1_800_000_000_000), monotonicNanoseconds: 1_000_000)
    )

    func now() -> Moment { moment.withLock(\.self) }

    func advance(by duration: Duration) {
        moment.withLock { $0 = $0.advanced(by: duration) }
    }
}
