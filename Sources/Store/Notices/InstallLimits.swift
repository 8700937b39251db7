/// How long attach and detach may get in the way of the proxy, and how long they try.
package struct InstallLimits: Equatable, Sendable {
    /// How long one attempt waits for a table: writers queue up behind it meanwhile.
    package var lockTimeout: Duration = .seconds(1)
    /// How often a table is tried.
    package var attempts = 10
    /// Between two attempts, so that the writers come to their turn.
    package var pause: Duration = .milliseconds(500)

    /// The limits of a running installation.
    package static let standard = InstallLimits()

    /// Limits as given.
    package init(
        lockTimeout: Duration = .seconds(1),
        attempts: Int = 10,
        pause: Duration = .milliseconds(500)
    ) {
        self.lockTimeout = lockTimeout
        self.attempts = attempts
        self.pause = pause
    }
}
