extension RowTable {
    /// A request was judged by a row.
    @inline(__always)
    mutating func noteUse(_ slot: Int) {
        guard !slots[slot].isUsed else { return }
        slots[slot].isUsed = true
        used.append(slot)
    }

    /// The rows that requests were judged by since the last call.
    mutating func takeUsed() -> [Row] {
        defer { used = [] }
        return used.compactMap { slot in
            slots[slot].isUsed = false
            return slots[slot].row?.row
        }
    }
}
