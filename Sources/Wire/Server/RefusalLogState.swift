import NIOCore

/// Decides which refused connections are logged: whoever is refused may come back at once, and a
/// line for each would cost us more than it costs them.
struct RefusalLogState: Equatable, Sendable {
    /// Refused since the last line.
    private var count = 0
    private var quietUntil = NIODeadline.uptimeNanoseconds(0)

    /// Between two lines at least.
    static let interval = TimeAmount.seconds(1)

    /// A connection was refused.
    ///
    /// - Returns: how many were since the last line, if there is to be one now.
    mutating func refused(at now: NIODeadline) -> Int? {
        count += 1
        guard now >= quietUntil else { return nil }
        defer { count = 0 }
        quietUntil = now + Self.interval
        return count
    }
}
