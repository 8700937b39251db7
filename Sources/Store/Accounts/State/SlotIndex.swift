/// Finds slots by hash: an open-addressing table of slot numbers, four bytes per entry.
///
/// It keeps no ids of its own; the slots hold them, and the caller compares. That makes an entry a
/// tenth of what a `Dictionary` needs, at a million keys. Linear probing; deleting shifts the
/// entries behind back, so that no tombstones pile up.
struct SlotIndex: Sendable {
    private static let empty = UInt32.max

    private var entries: [UInt32] = Array(repeating: empty, count: 16)
    private(set) var count = 0

    private var mask: Int { entries.count - 1 }

    /// The slot whose hash is `hash` and for which `matches` holds.
    @inline(__always)
    func find(hash: Int, matches: (Int) -> Bool) -> Int? {
        var position = hash & mask
        while entries[position] != Self.empty {
            let slot = Int(entries[position])
            if matches(slot) { return slot }
            position = (position + 1) & mask
        }
        return nil
    }

    /// Enters a slot that is not in the table; `hashOf` gives the hashes of those that are.
    mutating func insert(_ slot: Int, hash: Int, hashOf: (Int) -> Int) {
        reserve(count + 1, hashOf: hashOf)
        place(UInt32(slot), hash: hash)
        count += 1
    }

    /// Takes out a slot that is in the table.
    mutating func remove(_ slot: Int, hash: Int, hashOf: (Int) -> Int) {
        var hole = hash & mask
        while entries[hole] != UInt32(slot) {
            precondition(entries[hole] != Self.empty, "slot \(slot) is not in the index")
            hole = (hole + 1) & mask
        }
        closeGap(at: hole, hashOf: hashOf)
        count -= 1
    }

    /// Makes room for `capacity` entries at a load of at most three quarters.
    mutating func reserve(_ capacity: Int, hashOf: (Int) -> Int) {
        guard capacity * 4 > entries.count * 3 else { return }
        var size = entries.count
        while capacity * 4 > size * 3 { size *= 2 }
        let old = entries
        entries = Array(repeating: Self.empty, count: size)
        for entry in old where entry != Self.empty { place(entry, hash: hashOf(Int(entry))) }
    }

    private mutating func place(_ entry: UInt32, hash: Int) {
        var position = hash & mask
        while entries[position] != Self.empty { position = (position + 1) & mask }
        entries[position] = entry
    }

    /// Moves back whatever a probe would no longer reach across the hole.
    private mutating func closeGap(at start: Int, hashOf: (Int) -> Int) {
        var hole = start
        var position = (hole + 1) & mask
        while entries[position] != Self.empty {
            let home = hashOf(Int(entries[position])) & mask
            if (position - home) & mask >= (position - hole) & mask {
                entries[hole] = entries[position]
                hole = position
            }
            position = (position + 1) & mask
        }
        entries[hole] = Self.empty
    }
}
