/// The bounds of what is held in memory and of what is read for it.
package struct AccountLimits: Equatable, Sendable {
    /// Above this many keys in the database the daemon refuses to start.
    package var keys = 1_000_000
    /// End users held, most recently used ones first.
    package var endUsers = 100_000
    /// Unknown keys remembered as such.
    package var unknownKeys = 100_000
    /// Reads per second for keys that are not in memory.
    package var unknownReadsPerSecond = 200
    /// Rows named by notices that wait to be read, per table; more become a reload.
    package var queuedNotices = 10_000
    /// Ids in one statement.
    package var idsPerRead = 1_000
    /// How long the last known rows serve while the database is away.
    package var staleGrace = Duration.seconds(300)

    package init() {}
}

extension AccountLimits {
    /// What one statement brings is held until those who waited for it have looked.
    var rememberedUnknownKeys: Int { max(unknownKeys, idsPerRead) }
    var rememberedEndUsers: Int { max(endUsers, idsPerRead) }
}
