/// The sleep of those who do something from time to time: it ends at a tick that all of them share.
///
/// A daemon that nobody asks anything wakes once for all of them; a wake, in which three threads
/// are switched to, costs more than what most of them do in it.
package enum SharedTick {
    /// Lies between two ticks.
    static let step = Duration.seconds(1)

    private static let origin = ContinuousClock.now

    /// Sleeps until the last tick before the end of `duration`; for as long as it says where that
    /// is less than the step between ticks.
    /// - Throws: `CancellationError`.
    package static func sleep(for duration: Duration) async throws {
        let passed = origin.duration(to: .now)
        try await Task.sleep(
            until: origin.advanced(by: passed + wait(duration, at: passed)),
            clock: .continuous
        )
    }

    /// Whether so little is left of an interval that the last tick before its end has come.
    static func isOver(_ interval: Duration, rest: Duration) -> Bool {
        isShared(interval) ? rest < step : rest <= .zero
    }

    /// How long somebody waits who wants to wait for `duration`, so long after a tick.
    ///
    /// - Returns: never more, so that nothing comes later than it was promised, and less by less
    ///   than a step.
    static func wait(_ duration: Duration, at passed: Duration) -> Duration {
        guard isShared(duration) else { return duration }
        let grain = step.wholeNanoseconds
        let end = (passed + duration).wholeNanoseconds
        return .nanoseconds(end - end % grain) - passed
    }

    /// Who sleeps very long wakes seldom enough.
    private static func isShared(_ duration: Duration) -> Bool {
        duration >= step && duration < .seconds(3_600)
    }
}
