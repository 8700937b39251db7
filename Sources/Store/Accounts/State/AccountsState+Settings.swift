extension AccountsState {
    /// Other bounds hold from now on; what is beyond them goes at once.
    package mutating func apply(_ limits: AccountLimits, pollInterval: Duration) {
        if limits.unknownReadsPerSecond != self.limits.unknownReadsPerSecond {
            gate = FloodGate(perSecond: limits.unknownReadsPerSecond)
        }
        self.limits = limits
        currency.staleGrace = limits.staleGrace
        currency.pollInterval = pollInterval
        var counter = self.counter
        let absences = EvictionPolicy.absences(limits.rememberedUnknownKeys)
        keys.bound(by: absences, counter: &counter)
        deprecatedKeys.bound(by: absences, counter: &counter)
        endUsers.bound(by: .everything(limits.rememberedEndUsers), counter: &counter)
        self.counter = counter
    }

    /// Rows come from there from now on.
    ///
    /// What is in memory of another database serves no longer, and what is still being read there
    /// is void.
    ///
    /// - Returns: whether there was another one before.
    package mutating func begin(on origin: RowOrigin, now: Moment) -> Bool {
        defer { self.origin = origin }
        guard let before = self.origin, before != origin else { return false }
        _ = notice([], wholeTables: Set(CachedTable.allCases), now: now)
        limitMeters.resets.forgetAll()
        currency.changedDatabase()
        return true
    }
}
