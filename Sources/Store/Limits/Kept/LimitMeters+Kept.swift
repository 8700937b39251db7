/// What outlives the daemon.
extension LimitMeters {
    /// Goes up whenever what would be kept changes, but for time.
    var keptChanges: UInt64 { pool.changes }
    /// How many places of meters there are.
    var keptPlaces: Int { pool.placeCount }

    /// What some of the places hold.
    func kept(_ places: Range<Int>, at now: Int64) -> [KeptMeter] {
        pool.kept(places.clamped(to: 0..<pool.placeCount), at: now)
    }

    /// Since when rates count as used up whose use this daemon does not know; nil if none do.
    func keptFullSince(at now: Int64) -> Int64? { pool.fullSince(at: now) }

    /// The open grants, but for those that end with a connection.
    mutating func keptGrants(at now: Int64) -> [Grant<LimitScope>] {
        openGrants(at: now).filter { $0.hold == .deadline }
    }

    /// Goes on from what was kept; meters of which nothing was taken yet only.
    ///
    /// - Parameters:
    ///   - kept: What was there.
    ///   - boot: The boot of the machine that this is.
    ///   - now: The moment.
    mutating func restore(_ kept: KeptLimits, boot: String, now: Moment) {
        let time = now.monotonicNanoseconds
        let isClockSame = kept.isOfBoot(boot, at: now)
        let knowsRates =
            isClockSame && kept.window == pool.kind
            && (kept.isComplete || pool.usedUnmetered(at: time) == 0)
        for var meter in kept.meters {
            meter.spentUntil = kept.end(of: meter, onBoot: boot, at: now)
            if meter.spentUntil <= time { meter.spent = .zero }
            if !knowsRates { (meter.requests, meter.tokens) = ([], []) }
            if !meter.isEmpty { pool.restore(meter) }
        }
        guard isClockSame, kept.isComplete else { return }
        if knowsRates { pool.knowsPast(butSince: kept.fullSince) }
        for grant in kept.grants where grant.deadline > time && grants.take(grant) { hold(grant) }
    }
}
