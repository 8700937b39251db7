import Store

/// Both clocks, as the walk sets them.
final class WalkClock: MomentSource {
    private let moment: Locked<Moment>

    init(_ moment: Moment) {
        self.moment = Locked(moment)
    }

    func now() -> Moment { moment.withLock(\.self) }

    func set(_ next: Moment) { moment.withLock { $0 = next } }
}
