/// How current the rows in memory are.
package enum Freshness: Equatable, Sendable {
    /// The first full read of a database is under way: rows are read one by one. Next: fresh.
    case loading
    /// Every change is seen. Next: stale.
    case fresh(Source)
    /// Changes may be missed since then; the last known rows serve. Next: fresh, expired,
    /// or loading, where the database turns out to be another one.
    case stale(since: Moment)
    /// Stale for longer than the grace: nothing is served. Next: fresh, or loading.
    case expired

    /// How changes are seen.
    package enum Source: Equatable, Sendable {
        /// By change notices, within milliseconds.
        case notices
        /// By reading whole tables again and again.
        case polling
    }

    /// Whether changes may be missed, though rows still serve.
    package var isStale: Bool {
        if case .stale = self { true } else { false }
    }

    /// Whether every change is seen.
    package var isFresh: Bool {
        if case .fresh = self { true } else { false }
    }
}
