import DequeModule

/// The cached rows of one table, fenced so that a read can never undo what was noticed after it.
///
/// Each slot knows when its row was read and when a notice last named it. A row is *usable* for a
/// request if the read came after the last notice, or at least after the request asked: so a
/// request waits for two reads at most, however often others notify. A slot without a row says
/// that the row is known to be absent.
///
/// Slots keep their number as long as they live, so that rows can link to each other by number.
package struct RowTable<Row: AccountRow>: Sendable {
    struct Slot: Sendable {
        var id: Row.ID
        var row: Cached<Row>?
        var links = Row.Links()
        var readAt = Generation.never
        var noticedAt = Generation.never
        /// When the first of the reads in a row was answered that found what stands here: this
        /// row, or none.
        var knownSince = Generation.never
        var wasTouched = false
        /// The last round in which a request was judged by it; it is among `used` if that is this.
        var usedIn: UInt32 = 0
    }

    private(set) var eviction: EvictionPolicy
    var slots: [Slot] = []
    var free: [Int] = []
    var index = SlotIndex()
    /// Candidates for eviction, oldest first; may name slots that were reused since.
    var candidates = Deque<(slot: Int, id: Row.ID)>()

    var reads: [Row.ID: PendingRead] = [:]
    var queue = Deque<Row.ID>()

    /// The last notice about the table as a whole.
    var allNoticedAt = Generation.never
    /// When the first such notice came that no full read has answered yet.
    var allNoticedSince: Moment?
    /// The start of the last full load that ended; what it did not see is absent.
    var loadedAt = Generation.never
    /// When that load ended.
    var loadEndedAt = Generation.never
    /// The start of the full read that is under way.
    var openLoad: Generation?
    /// The last time that something was known of a row, or noticed, and no slot was left to say
    /// so: a full load that began before must not speak for rows without a slot.
    var forgottenAt = Generation.never
    /// The last notice that was not kept.
    var droppedNoticeAt = Generation.never
    /// Slots that requests were judged by since the spend was refreshed last.
    var used: [Int] = []
    /// Which round of refreshes that is; a slot begins as one that was idle.
    var round: UInt32 = 2
    /// When rows became dirty whose read has not succeeded since.
    var dirtySince: [Int: DirtyRow] = [:]

    init(eviction: EvictionPolicy) {
        self.eviction = eviction
    }

    /// Another bound holds from now on; what is beyond it goes.
    mutating func bound(by eviction: EvictionPolicy, counter: inout Generation) {
        self.eviction = eviction
        evictBeyondCapacity(counter: &counter)
    }
}

extension RowTable {
    /// How many slots hold a row.
    package var rowCount: Int { slots.count { $0.row != nil } }
    var slotCount: Int { index.count }
    var queuedReads: Int { queue.count }

    /// Whether an id without a slot is known to be absent.
    var isComplete: Bool { loadedAt > allNoticedAt }

    /// Whether nothing in the table waits to be read.
    var isSettled: Bool { isComplete && dirtySince.isEmpty && reads.isEmpty }

    @inline(__always)
    func find(_ id: Row.ID) -> Int? {
        index.find(hash: id.slotHash) { slots[$0].id == id }
    }

    func holdsRow(_ id: Row.ID) -> Bool {
        find(id).map { slots[$0].row != nil } ?? false
    }

    /// Whether no notice has named the row since it was read.
    @inline(__always)
    func isClean(_ slot: Int) -> Bool {
        let readAt = slots[slot].readAt
        return readAt > slots[slot].noticedAt && readAt > allNoticedAt
    }

    /// Whether the slot may answer a request.
    @inline(__always)
    func isUsable(_ slot: Int, _ terms: ReadTerms) -> Bool {
        (terms.trustsMemory && isClean(slot)) || slots[slot].readAt > terms.asked
    }

    /// Whether the slot may answer a request about what a row refers to.
    ///
    /// That there is no such row counts only if it was found after the row that refers to it:
    /// both may have been made together, and the notice of the one may come later.
    @inline(__always)
    func isUsable(_ slot: Int, _ terms: ReadTerms, referredToSince since: Generation) -> Bool {
        isUsable(slot, terms)
            && (slots[slot].row != nil || slots[slot].readAt > min(since, terms.asked))
    }

    /// What a request may do with a slot.
    @inline(__always)
    func look(at slot: Int, _ terms: ReadTerms) -> RowLook<Row> {
        if isUsable(slot, terms) {
            return slots[slot].row.map(RowLook.current) ?? .absent
        }
        guard let row = slots[slot].row else { return .unread }
        return .dirty(row, dirtySince[slot])
    }

    /// The same for an id, without making a slot for it.
    func look(for id: Row.ID, _ terms: ReadTerms) -> RowLook<Row> {
        if let slot = find(id) { return look(at: slot, terms) }
        return terms.trustsMemory && isAbsentWithoutSlot(id) ? .absent : .unread
    }

    /// Whether it can be said of an id that has no slot that there is no such row.
    func isAbsentWithoutSlot(_ id: Row.ID) -> Bool {
        isComplete && reads[id] == nil
    }

    /// When the row was last read, by itself or with the whole table.
    func readAt(_ id: Row.ID) -> Generation { find(id).map { slots[$0].readAt } ?? loadedAt }

    /// Since which read a row is known to be absent that was looked for and is so.
    func absentSince(_ id: Row.ID) -> Generation {
        find(id).map { slots[$0].knownSince } ?? loadEndedAt
    }

    /// Marks a slot as used, so that eviction passes it by once.
    mutating func touch(_ slot: Int) { slots[slot].wasTouched = true }

    mutating func setLinks(_ links: Row.Links, of slot: Int) { slots[slot].links = links }

    /// The slot of an id that some row refers to; makes one if there is none.
    mutating func slot(linkedBy id: Row.ID) -> Int {
        if let slot = find(id) { return slot }
        let slot = makeSlot(id)
        if isComplete { slots[slot].readAt = loadedAt }
        if let read = reads[id] { slots[slot].noticedAt = read.noticedAt }
        return slot
    }
}
