import Store

/// A clock that goes on by a millisecond each time it is asked, so that equal times are one asking.
final class TickingClock: MomentSource {
    private let moment = Locked(
        Moment(wall: JournalSample.time, monotonicNanoseconds: 1_000_000)
    )

    func now() -> Moment {
        moment.withLock { moment in
            moment = moment.advanced(by: .milliseconds(1))
            return moment
        }
    }
}
