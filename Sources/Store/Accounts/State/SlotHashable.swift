/// An id by which cached rows are found.
package protocol SlotHashable: Hashable, Sendable {
    /// The hash that places the id in a `SlotIndex`; uniform in its low bits.
    var slotHash: Int { get }

    /// Whether the database could hold a row with this id; ids come from requests, too.
    var canExist: Bool { get }
}

extension SlotHashable {
    package var slotHash: Int { hashValue }

    package var canExist: Bool { true }
}

extension Int32: SlotHashable {}
