/// One reading of both clocks, taken once per request and handed to everything that judges it.
///
/// The wall clock is for what the database says in dates; it can jump. Everything that measures a
/// time span (grace, gates, windows) uses the monotonic one.
package struct Moment: Equatable, Sendable {
    package var wall: Timestamp
    /// Nanoseconds of a clock that never goes back; its origin means nothing.
    package var monotonicNanoseconds: Int64

    package init(wall: Timestamp, monotonicNanoseconds: Int64) {
        self.wall = wall
        self.monotonicNanoseconds = monotonicNanoseconds
    }

    /// The time that has passed since an earlier moment.
    package func elapsed(since earlier: Moment) -> Duration {
        .nanoseconds(monotonicNanoseconds - earlier.monotonicNanoseconds)
    }

    /// The moment that lies `duration` later, if nobody sets the wall clock.
    package func advanced(by duration: Duration) -> Moment {
        Moment(
            wall: wall + duration,
            monotonicNanoseconds: monotonicNanoseconds + duration.wholeNanoseconds
        )
    }
}

extension Duration {
    /// Nanoseconds, saturating; an Int64 holds 292 years of them.
    package var wholeNanoseconds: Int64 {
        let (seconds, overflow) = components.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return components.seconds < 0 ? .min : .max }
        return seconds + components.attoseconds / 1_000_000_000
    }
}
