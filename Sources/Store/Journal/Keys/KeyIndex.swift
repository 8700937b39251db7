/// Every idempotency key within the window, in memory as far as it must be.
struct KeyIndex: Sendable {
    private let window: Duration
    /// Keys of the segment that is written to.
    private(set) var recent: [UInt128: KeyEntry] = [:]
    /// Keys of sealed segments whose file is not there yet.
    private var unfiled: [Int64: [UInt128: KeyEntry]] = [:]
    /// Oldest first.
    private var filed: [SegmentKeys] = []

    init(window: Duration) {
        self.window = window
    }

    enum Answer {
        case absent
        case used(KeyEntry)
        /// These may have it, newest first: only their files can tell.
        case ask([SegmentKeys])
    }

    /// Looks for a key without reading anything.
    func find(_ scope: UInt128, now: Timestamp) -> Answer {
        if let entry = recent[scope], isInWindow(entry.time, now) { return .used(entry) }
        for keys in unfiled.values {
            if let entry = keys[scope], isInWindow(entry.time, now) { return .used(entry) }
        }
        let suspects = filed.reversed().filter {
            isInWindow($0.lastTime, now) && $0.mayContain(scope)
        }
        return suspects.isEmpty ? .absent : .ask(suspects)
    }

    /// Whether a record of that time can still be asked for; also if the clock was set back.
    func isInWindow(_ time: Timestamp, _ now: Timestamp) -> Bool { now < time + window }

    mutating func insert(_ entry: KeyEntry) {
        recent[entry.key.scope] = entry
    }

    /// The segment that is written to was sealed: its keys wait for their file.
    ///
    /// - Returns: The keys that the file must hold.
    mutating func seal(_ first: Int64) -> [UInt128: KeyEntry] {
        let keys = recent
        unfiled[first] = keys
        recent = [:]
        return keys
    }

    /// Keys of a sealed segment whose file cannot be written.
    mutating func keep(_ keys: [UInt128: KeyEntry], of first: Int64) {
        unfiled[first] = keys
    }

    /// A sealed segment's file of keys is there.
    mutating func file(_ keys: SegmentKeys) {
        unfiled[keys.first] = nil
        filed.append(keys)
        filed.sort { $0.first < $1.first }
    }

    /// Lets go of what nobody can ask for any more.
    ///
    /// - Returns: The segments whose file of keys has no use but for a faster start.
    mutating func expire(now: Timestamp) -> [Int64] {
        let (window, old) = (window, filed)
        let isOld = { (time: Timestamp) in now >= time + window }
        filed = old.filter { !isOld($0.lastTime) }
        unfiled = unfiled.filter { !$0.value.values.allSatisfy { isOld($0.time) } }
        return old.filter { isOld($0.lastTime) }.map(\.first)
    }
}
