/// Works out how current the memory is, from what arrives and what does not.
///
/// An outage begins when the last probe that arrived was sent, not when it is found out; it ends
/// only with a complete read. Retrying does not move its beginning, so the grace is not re-armed.
package struct FreshnessState: Equatable, Sendable {
    package private(set) var freshness = Freshness.loading
    /// Everything committed before this moment has been seen.
    package private(set) var provenAt: Moment?

    /// How long the last known rows serve in one outage.
    package var staleGrace: Duration
    /// How often whole tables are read where notices cannot be had.
    package var pollInterval: Duration

    package init(staleGrace: Duration, pollInterval: Duration) {
        self.staleGrace = staleGrace
        self.pollInterval = pollInterval
    }

    /// All tables were read, in a read that began at `startedAt`.
    package mutating func loaded(_ source: Freshness.Source, startedAt: Moment) {
        freshness = .fresh(source)
        provenAt = startedAt
    }

    /// A probe that was sent at `sentAt` has come back through the notices.
    ///
    /// While stale that proves nothing: what was missed has not been read yet.
    package mutating func probeArrived(sentAt: Moment) {
        guard freshness == .fresh(.notices) else { return }
        provenAt = sentAt
    }

    /// Changes may be missed from now on: the listener is gone, or its triggers are wrong.
    package mutating func lost(now: Moment) {
        switch freshness {
        case .fresh: freshness = .stale(since: provenAt ?? now)
        case .loading, .stale, .expired: break
        }
        tick(now: now)
    }

    /// Rows come from another database from now on: what is known of the one before serves
    /// nobody, be it current or not.
    package mutating func changedDatabase() {
        freshness = .loading
        provenAt = nil
    }

    /// Time has passed.
    package mutating func tick(now: Moment) {
        if freshness == .fresh(.polling), let provenAt,
            now.elapsed(since: provenAt) >= pollInterval * 2
        {
            freshness = .stale(since: provenAt)
        }
        if case .stale(let since) = freshness, now.elapsed(since: since) >= staleGrace {
            freshness = .expired
        }
    }
}
