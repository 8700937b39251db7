/// Every idempotency key within the window, in memory as far as it must be.
struct KeyIndex: Sendable {
    var window: Duration
    /// Keys of the segment that is written to.
    private(set) var recent: [UInt128: KeyEntry] = [:]
    /// Those of sealed segments whose file is not there yet.
    private var unfiled: [Int64: UnfiledKeys] = [:]
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
        for segment in unfiled.values {
            if let entry = segment.keys[scope], isInWindow(entry.time, now) { return .used(entry) }
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
    /// - Returns: What the file must hold.
    mutating func seal(_ info: SegmentInfo, isWhole: Bool, notes: [Int]) -> UnfiledKeys {
        let segment = UnfiledKeys(info: info, isWhole: isWhole, notes: notes, keys: recent)
        unfiled[info.first] = segment
        recent = [:]
        return segment
    }

    /// What the file of a sealed segment cannot be written of now.
    mutating func keep(_ segment: UnfiledKeys) {
        unfiled[segment.info.first] = segment
    }

    /// Those whose file is to be tried again, none of which is being written.
    mutating func takeUnfiled() -> [UnfiledKeys] {
        let idle = unfiled.values.filter { !$0.isBeingFiled }
        for segment in idle { unfiled[segment.info.first]?.isBeingFiled = true }
        return idle.sorted { $0.info.first < $1.info.first }
    }

    /// A file was not written: they stay in memory, and their segment on the disk.
    mutating func notFiled(_ first: Int64) { unfiled[first]?.isBeingFiled = false }

    /// Whether the file of a segment would take keys with it that can still be asked for.
    func needsSegment(_ segment: SegmentInfo, now: Timestamp) -> Bool {
        guard let keys = unfiled[segment.first], !keys.keys.isEmpty else { return false }
        return isInWindow(segment.lastTime, now)
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
        unfiled = unfiled.filter { !$0.value.keys.values.allSatisfy { isOld($0.time) } }
        return old.filter { isOld($0.lastTime) }.map(\.first)
    }
}
