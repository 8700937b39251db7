import Glibc

/// The system's clocks; `CLOCK_BOOTTIME` goes on while the machine sleeps, as leases and grace do.
package struct SystemClock: MomentSource {
    package init() {}

    /// Both clocks, read one right after the other.
    package func now() -> Moment {
        var wall = timespec()
        var steady = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &wall)
        unsafe clock_gettime(CLOCK_BOOTTIME, &steady)
        return Moment(
            wall: Timestamp(
                milliseconds: Int64(wall.tv_sec) * 1_000 + Int64(wall.tv_nsec) / 1_000_000
            ),
            monotonicNanoseconds: Int64(steady.tv_sec) * 1_000_000_000 + Int64(steady.tv_nsec)
        )
    }
}
