/// The keys of a sealed segment: on the disk, and a filter in memory that spares most look-ups.
final class SegmentKeys: Sendable {
    /// The first number of the segment.
    let first: Int64
    /// When the last of its records was written.
    let lastTime: Timestamp
    private let file: any JournalFile
    private let count: Int
    private let filter: BloomFilter

    init(_ index: SegmentIndex, file: any JournalFile) {
        first = index.info.first
        lastTime = index.info.lastTime
        self.file = file
        count = index.entries.count
        var filter = BloomFilter(capacity: index.entries.count)
        for entry in index.entries { filter.insert(entry.key.scope) }
        self.filter = filter
    }

    /// Whether the file must be asked; reads nothing.
    func mayContain(_ scope: UInt128) -> Bool { filter.mayContain(scope) }

    /// Looks into the file: it blocks, so it is for a thread that may.
    func find(_ scope: UInt128) throws(SystemError) -> KeyEntry? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            let entry = try entry(at: middle)
            if entry.key.scope == scope { return entry }
            if entry.key.scope < scope { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    private func entry(at index: Int) throws(SystemError) -> KeyEntry {
        let bytes = try file.read(
            at: SegmentIndex.headerBytes + index * KeyEntry.byteCount,
            count: KeyEntry.byteCount
        )
        var cursor = ByteCursor(bytes, 0..<bytes.count)
        guard let entry = KeyEntry(&cursor) else {
            throw SystemError("read the keys of segment \(first)", code: 5)
        }
        return entry
    }
}
