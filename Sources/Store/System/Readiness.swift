import Glibc

/// What poll(2) said about a socket and the wake descriptor beside it.
struct Readiness: Equatable, Sendable {
    var isReadable = false
    var isWritable = false
    var isWoken = false

    var isTimeout: Bool { !isReadable && !isWritable && !isWoken }

    /// Waits until the socket can be read (or written, if asked), or the wake descriptor signals.
    ///
    /// An interrupted wait begins again with what is left of its time.
    /// - Parameters:
    ///   - socket: What to wait for; a negative one is left out.
    ///   - forWriting: Whether room to write ends the wait too.
    ///   - wake: What other threads end the wait with.
    ///   - deadline: When to give up; nil waits without end.
    /// - Returns: What is ready; nothing when the time is up.
    /// - Throws: `SystemError`, when poll(2) can't be called.
    static func wait(
        socket: Int32,
        forWriting: Bool,
        wake: WakeDescriptor,
        until deadline: ContinuousClock.Instant?
    ) throws(SystemError) -> Readiness {
        let interest = Int16(POLLIN) | (forWriting ? Int16(POLLOUT) : 0)
        while true {
            var entries = (
                pollfd(fd: socket, events: interest, revents: 0),
                pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
            )
            let count = unsafe withUnsafeMutableBytes(of: &entries) { bytes in
                unsafe poll(
                    bytes.assumingMemoryBound(to: pollfd.self).baseAddress,
                    2,
                    milliseconds(until: deadline)
                )
            }
            if count < 0 {
                let error = SystemError.last("poll")
                if error.code == EINTR { continue }
                throw error
            }
            let failed = Int16(POLLERR | POLLHUP | POLLNVAL)
            return Readiness(
                isReadable: entries.0.revents & (Int16(POLLIN) | failed) != 0,
                isWritable: entries.0.revents & Int16(POLLOUT) != 0,
                isWoken: entries.1.revents != 0
            )
        }
    }

    private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        let left = ContinuousClock.now.duration(to: deadline)
        if left <= .zero { return 0 }
        // Rounded up: a wait that ends early would spin until its deadline.
        return Int32(
            clamping: left.components.seconds * 1_000
                + (left.components.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        )
    }
}
