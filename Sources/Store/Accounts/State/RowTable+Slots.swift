import DequeModule

extension RowTable {
    /// Forgets a slot; a read of it that is under way must not bring it back, nor must a load.
    mutating func evict(_ slot: Int, counter: inout Generation) {
        let id = slots[slot].id
        index.remove(slot, hash: id.slotHash) { slots[$0].id.slotHash }
        slots[slot].row = nil
        slots[slot].readAt = .never
        slots[slot].noticedAt = .vacant
        slots[slot].links = Row.Links()
        dirtySince[slot] = nil
        free.append(slot)
        forget(at: counter.next())
        reads[id]?.evictedAt = forgottenAt
    }

    mutating func makeSlot(_ id: Row.ID) -> Int {
        let slot: Int
        if let reused = free.popLast() {
            slot = reused
            slots[slot] = Slot(id: id)
        } else {
            slot = slots.count
            slots.append(Slot(id: id))
        }
        index.insert(slot, hash: id.slotHash) { slots[$0].id.slotHash }
        return slot
    }

    /// Second chance: a candidate that was used since it was looked at goes to the end once.
    mutating func evictBeyondCapacity(counter: inout Generation) {
        while candidates.count > eviction.capacity, let (slot, id) = candidates.popFirst() {
            guard slots[slot].id == id, slots[slot].noticedAt != .vacant else { continue }
            guard eviction.boundsRows || slots[slot].row == nil else { continue }
            if slots[slot].wasTouched {
                slots[slot].wasTouched = false
                candidates.append((slot, id))
            } else {
                evict(slot, counter: &counter)
            }
        }
    }
}

// MARK: - Links

extension RowTable {
    mutating func link(to id: Row.ID?) -> SlotLink {
        id.map { SlotLink(slot(linkedBy: $0)) } ?? SlotLink()
    }
}

extension RowTable where Row.ID == TextID {
    mutating func link(to id: String?) -> SlotLink { link(to: id.map { TextID($0) }) }
}
