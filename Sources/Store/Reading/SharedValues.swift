/// Values that many rows have alike, such as the models of keys: made once, and shared.
///
/// It remembers the last text of each place that texts fall on, so it never grows.
final class SharedValues<Value> {
    private struct Entry {
        var text: [UInt8]
        var value: Value
    }

    private var entries: [Entry?]

    /// Longer texts are each made anew: they cost more to compare and are seldom alike.
    static var longestText: Int { 1_024 }

    /// - Parameter places: A power of two.
    init(places: Int) {
        precondition(places.nonzeroBitCount == 1, "places are found by the low bits of a hash")
        entries = Array(repeating: nil, count: places)
    }

    /// The value of a text: the one that was made of the same text before, or a new one.
    func value(
        of text: Span<UInt8>,
        make: (Span<UInt8>) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        guard text.count <= Self.longestText else { return try make(text) }
        let place = hash(text) & (entries.count - 1)
        if let entry = entries[place], entry.text.span.isSame(as: text) { return entry.value }
        let value = try make(text)
        entries[place] = Entry(text: text.indices.map { text[$0] }, value: value)
        return value
    }

    private func hash(_ text: Span<UInt8>) -> Int {
        var hash = IDHash()
        hash.combine(text)
        return hash.value
    }
}
