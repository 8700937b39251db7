extension RowTable {
    /// Has a row read once more, though nothing says that it is out of date.
    mutating func readAgain(_ id: Row.ID) {
        enqueue(id)
    }

    /// Whether a read of the row, alone or with all others, is under way that was sent before.
    func isRead(_ id: Row.ID, before generation: Generation) -> Bool {
        if let openLoad, openLoad < generation { return true }
        guard case .sent(let sentAt)? = reads[id]?.stage else { return false }
        return sentAt < generation
    }

    /// Whether the row was there, by a read that was sent after that; nil where none has told.
    func isThere(_ id: Row.ID, readAfter generation: Generation) -> Bool? {
        guard let slot = find(id) else { return loadedAt > generation ? false : nil }
        return slots[slot].readAt > generation ? slots[slot].row != nil : nil
    }
}
