extension RowTable {
    /// A request was judged by a row.
    /// - Returns: whether none was in this round of spend refreshes, nor in the one before.
    @inline(__always)
    mutating func noteUse(_ slot: Int) -> Bool {
        let last = slots[slot].usedIn
        guard last != round else { return false }
        slots[slot].usedIn = round
        used.append(slot)
        return last &+ 1 != round
    }

    /// Begins a round.
    ///
    /// Rows that were not there are among them: of some that are made nobody tells.
    ///
    /// - Returns: the slots of rows that requests were judged by in the last one.
    mutating func takeUsed() -> [Int] {
        defer {
            used = []
            round &+= 1
        }
        return used.filter { slots[$0].noticedAt != .vacant }
    }
}
