/// The member names of the objects that are open, innermost last.
///
/// The first ones live inside of the value, so that ordinary requests allocate nothing; the array
/// for more keeps its memory for the next text.
struct NameStack: Sendable {
    private static let inlineCount = 32

    private(set) var count = 0
    private var inline = InlineArray<32, NameEntry>(repeating: NameEntry())
    private var overflow: [NameEntry] = []

    /// The name at a place.
    ///
    /// Mutating only in name: a getter would be given a copy of all places each time.
    @inline(__always)
    mutating func entry(at index: Int) -> NameEntry {
        index < Self.inlineCount ? inline[index] : overflow[index - Self.inlineCount]
    }

    @inline(__always)
    mutating func append(_ name: NameEntry) {
        if count < Self.inlineCount {
            inline[count] = name
        } else {
            overflow.append(name)
        }
        count += 1
    }

    @inline(__always)
    mutating func truncate(to newCount: Int) {
        if count > Self.inlineCount { truncateOverflow(to: newCount) }
        count = newCount
    }

    private mutating func truncateOverflow(to newCount: Int) {
        overflow.removeLast(count - max(newCount, Self.inlineCount))
        // One text with a great many names must not cost memory for as long as a connection lives.
        if overflow.isEmpty, overflow.capacity > 4_096 { overflow = [] }
    }
}
