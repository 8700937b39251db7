/// The bounds of what grants may hold, in one place.
package struct GrantLimits: Equatable, Sendable {
    /// Grants that are open at once; one more is refused.
    package var open = 65_536
    /// Those that one user's processes may hold, so that others are not refused for it.
    package var openPerOwner = 57_344
    /// Grants that are over and still known; the oldest is forgotten first.
    package var remembered = 65_536

    package init() {}

    /// How long a grant holds at most, from when it was taken or renewed.
    package static let longestLifetime = Duration.seconds(24 * 3_600)

    /// Bytes of an end user's id that a grant's id can carry.
    package static let endUserBytes = 1_024
}
