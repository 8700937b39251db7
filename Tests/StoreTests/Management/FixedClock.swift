import Store

/// A clock that stands still.
struct FixedClock: MomentSource {
    /// 2026-12-01T09:30:00.125Z.
    static let start = Timestamp(milliseconds: 1_796_117_400_125)

    var time = FixedClock.start

    func now() -> Moment { Moment(wall: time, monotonicNanoseconds: 0) }
}
