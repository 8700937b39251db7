/// A read of one row that somebody is still to make, or is making.
struct PendingRead: Equatable, Sendable {
    var stage = Stage.queued
    /// The notice that it has to come after; a slot made meanwhile starts as dirty as this.
    var noticedAt = Generation.never
    /// The first notice that it has to come after: whoever asked later waits for it.
    var firstNoticedAt = Generation.never
    /// When the first notice came that it has to come after.
    var noticedSince: Moment?
    /// When the first notice came while it was under way: it is due again after that.
    var dueSince: Moment?
    /// That notice.
    var dueAt = Generation.never
    /// The slot was evicted while it was under way: the result must not bring it back.
    var evictedAt = Generation.never
    /// A request waits for it, so that even "not there" must be remembered until it has looked.
    var isDemanded = false

    enum Stage: Equatable, Sendable {
        /// Next: sent.
        case queued
        /// Under way since then. Next: gone, queued again, or failed.
        case sent(Generation)
        /// Nothing but this entry remembers that the row must be read. Next: queued.
        case failed
    }
}

extension PendingRead {
    /// A notice names the row: the read must come after it, or be made again.
    mutating func notice(at generation: Generation, now: Moment) {
        noticedAt = generation
        if firstNoticedAt == .never { firstNoticedAt = generation }
        noticedSince = noticedSince ?? now
        guard case .sent = stage, dueSince == nil else { return }
        dueSince = now
        dueAt = generation
    }
}
