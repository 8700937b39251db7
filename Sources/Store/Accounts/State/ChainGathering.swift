/// Collects the rows of one chain, and what stands in the way of it.
struct ChainGathering {
    /// How long rows that cannot be read are served.
    private let staleGrace: Duration
    let freshness: Freshness
    let now: Moment
    private let hasFailedRead: Bool
    let terms: ReadTerms

    /// What has to be read before the chain can be judged.
    private(set) var unread: [RowReference] = []
    /// A row is missing that cannot be read now.
    private(set) var isUnavailable = false
    /// Every row so far is current.
    private(set) var isFresh: Bool
    /// The key is verified not to exist.
    var isUnknown = false

    init(age: RequestAge, limits: borrowing AccountLimits, freshness: Freshness, now: Moment) {
        hasFailedRead = age.hasFailedRead
        staleGrace = limits.staleGrace
        self.freshness = freshness
        self.now = now
        terms = ReadTerms(asked: age.asked, trustsMemory: freshness != .loading)
        isFresh = !freshness.isStale
    }

    var isComplete: Bool { unread.isEmpty && !isUnavailable }

    /// The row behind a link of a row that is known since then; nil where there is none.
    ///
    /// Notes what is missing.
    @inline(__always)
    mutating func take<Row: AccountRow>(
        _ table: RowTable<Row>,
        _ link: SlotLink,
        since: Generation
    ) -> Cached<Row>? {
        guard let slot = link.slot else { return nil }
        if table.isUsable(slot, terms, referredToSince: since) { return table.slots[slot].row }
        let reference = Row.reference(to: table.slots[slot].id)
        guard table.slots[slot].row == nil, !freshness.isStale else {
            return take(table.look(at: slot, terms), reference)
        }
        unread(reference)
        return nil
    }

    mutating func take<Row: AccountRow>(
        _ look: RowLook<Row>,
        _ reference: @autoclosure () -> RowReference
    ) -> Cached<Row>? {
        switch look {
        case .current(let row): return row
        case .absent: return nil
        case .dirty(let row, let dirty): return take(row, dirty: dirty, reference())
        case .unread:
            unread(reference())
            return nil
        }
    }

    /// A row that is out of date: waited for, unless it cannot be read; then served for the grace.
    mutating func take<Row: AccountRow>(
        _ row: Cached<Row>,
        dirty: DirtyRow?,
        _ reference: @autoclosure () -> RowReference
    ) -> Cached<Row>? {
        switch freshness {
        case .stale: return row
        case .loading, .expired:
            unread(reference())
            return nil
        case .fresh:
            guard let dirty, dirty.isFailing else {
                unread.append(reference())
                return nil
            }
            guard now.elapsed(since: dirty.since) < staleGrace else {
                isUnavailable = true
                return nil
            }
            isFresh = false
            return row
        }
    }

    /// A row that is not in memory.
    mutating func unread(_ reference: RowReference) {
        if freshness.isStale || hasFailedRead {
            isUnavailable = true
        } else {
            unread.append(reference)
        }
    }

    /// An end user that is not in memory: while stale it is let through, without its limits.
    /// - Returns: whether it counts as verified.
    mutating func unreadEndUser(_ id: TextID) -> Bool {
        if freshness.isStale { return false }
        unread(.endUser(id))
        return true
    }

    /// A deployment that was noticed and never seen: while it cannot be read, the others do.
    mutating func takeUnreadModel(_ id: TextID, hasFailed: Bool) {
        if freshness.isStale || hasFailed {
            isFresh = false
        } else {
            unread.append(.proxyModel(id))
        }
    }
}
