/// Works out how current the memory is, from what arrives and what does not.
///
/// An outage begins when the last probe that arrived was sent, not when it is found out; it ends
/// only with a complete read. Retrying does not move its beginning, so the grace is not re-armed.
package struct FreshnessState: Equatable, Sendable {
    private var state = Freshness.loading
    /// Everything committed before this moment has been seen.
    package private(set) var provenAt: Moment?
    /// Whether a probe is overdue.
    ///
    /// The link may hang; when the probe arrives after all, nothing was missed.
    private var isProbeOverdue = false

    /// How long after one probe the next one must have arrived; nil: nobody sends any.
    package var probeBound: Duration?

    /// How long the last known rows serve in one outage.
    package var staleGrace: Duration
    /// How often whole tables are read where notices cannot be had.
    package var pollInterval: Duration

    package init(staleGrace: Duration, pollInterval: Duration) {
        self.staleGrace = staleGrace
        self.pollInterval = pollInterval
    }

    /// How current the memory is.
    package var freshness: Freshness {
        guard isProbeOverdue, state == .fresh(.notices), let provenAt else { return state }
        return .stale(since: provenAt)
    }

    /// All tables were read, in a read that began at `startedAt`.
    package mutating func loaded(_ source: Freshness.Source, startedAt: Moment) {
        state = .fresh(source)
        provenAt = startedAt
        isProbeOverdue = false
    }

    /// A probe that was sent at `sentAt` has come back through the notices.
    ///
    /// After an outage that proves nothing: what was missed has not been read yet.
    package mutating func probeArrived(sentAt: Moment) {
        guard state == .fresh(.notices) else { return }
        provenAt = sentAt
        isProbeOverdue = false
    }

    /// Changes may be missed from now on: the listener is gone, or its triggers are wrong.
    package mutating func lost(now: Moment) {
        switch state {
        case .fresh: state = .stale(since: provenAt ?? now)
        case .loading, .stale, .expired: break
        }
        tick(now: now)
    }

    /// Rows come from another database from now on: what is known of the one before serves
    /// nobody, be it current or not.
    package mutating func changedDatabase() {
        state = .loading
        provenAt = nil
        isProbeOverdue = false
    }

    /// Time has passed.
    package mutating func tick(now: Moment) {
        if state == .fresh(.polling), let provenAt,
            now.elapsed(since: provenAt) >= pollInterval * 2
        {
            state = .stale(since: provenAt)
        }
        if state == .fresh(.notices), let provenAt, let probeBound {
            isProbeOverdue = now.elapsed(since: provenAt) >= probeBound
        }
        // Also where it is only a probe that is overdue for so long.
        if case .stale(let since) = freshness, now.elapsed(since: since) >= staleGrace {
            state = .expired
        }
    }
}
