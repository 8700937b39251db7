/// A file as it was written, and as the disk has it.
struct DiskFile: Sendable {
    private(set) var written: [UInt8] = []
    private var synced: [UInt8] = []
    private var changes: [Change] = []

    private enum Change: Sendable {
        case write([UInt8], at: Int)
        case truncate(Int)
    }

    mutating func write(_ bytes: [UInt8], at offset: Int) {
        changes.append(.write(bytes, at: offset))
        Self.apply(.write(bytes, at: offset), to: &written)
    }

    mutating func truncate(to length: Int) {
        changes.append(.truncate(length))
        Self.apply(.truncate(length), to: &written)
    }

    mutating func sync() {
        for change in changes { Self.apply(change, to: &synced) }
        changes = []
    }

    /// A sync has failed: what it should have covered never reaches the disk.
    mutating func forgetUnsynced() { changes = [] }

    mutating func dropCached() {
        sync()
        written = synced
    }

    /// Some of the changes made it, and the last of these may be torn.
    func afterPowerCut(_ random: inout SeededRandom) -> DiskFile {
        var file = self
        let count = random.next(below: changes.count + 1)
        file.changes = Array(changes.prefix(count))
        if case .write(let bytes, let offset) = file.changes.last, random.chance(50) {
            let torn = Array(bytes.prefix(random.next(below: bytes.count + 1)))
            file.changes[count - 1] = .write(torn, at: offset)
        }
        file.sync()
        file.written = file.synced
        return file
    }

    private static func apply(_ change: Change, to bytes: inout [UInt8]) {
        switch change {
        case .write(let new, let offset):
            let end = offset + new.count
            if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
            bytes.replaceSubrange(offset..<end, with: new)
        case .truncate(let length):
            bytes = Array(bytes.prefix(length))
            bytes += [UInt8](repeating: 0, count: length - bytes.count)
        }
    }
}
