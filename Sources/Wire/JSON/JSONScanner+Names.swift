extension JSONScanner {
    /// Objects of up to so many members have their names compared pair by pair as they come;
    /// greater ones are checked by sorting when they close, so that no input costs quadratic work.
    static let pairwiseNames = 16

    /// Reads a member's name with its colon, and refuses one that the object has already.
    @inline(__always)
    mutating func name(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONStop) {
        Self.skipWhiteSpace(bytes, &position)
        guard try Self.byte(bytes, position) == UInt8(ascii: "\"") else {
            throw .fault(.unexpectedByte, position)
        }
        position += 1
        let start = position
        let hasEscapes = try string(bytes, &position)
        let length = position - 1 - start
        let name = NameEntry(bytes, start: start, length: length, hasEscapes: hasEscapes)
        Self.skipWhiteSpace(bytes, &position)
        guard try Self.byte(bytes, position) == UInt8(ascii: ":") else {
            throw .fault(.unexpectedByte, position)
        }
        position += 1
        try remember(name, bytes)
        if depth == 1 {
            slot = EnvelopeSlot(
                head: name.head,
                length: hasEscapes ? name.unescapedLength(bytes) : length
            )
        } else if depth == 2, slot == .params {
            parameterName = CutSpan(start - 1, position: start + length + 1, .string, hasEscapes)
        }
    }

    @inline(__always)
    private mutating func remember(
        _ name: NameEntry,
        _ bytes: Span<UInt8>
    ) throws(JSONStop) {
        // A bit that no name of this object has set yet spares the comparisons.
        let bit: UInt64 = 1 << ((name.head &* 0x9E37_79B9_7F4A_7C15) >> 58)
        let seen = seenNames[depth - 1]
        if seen & bit != 0 { try compare(name, bytes) }
        seenNames[depth - 1] = seen | bit
        names.append(name)
    }

    private mutating func compare(_ name: NameEntry, _ bytes: Span<UInt8>) throws(JSONStop) {
        let first = firstNames[depth - 1]
        guard names.count - first < Self.pairwiseNames else { return }
        for index in first..<names.count {
            nameComparisons &+= 1
            if names.entry(at: index).equals(name, bytes) {
                throw .fault(.duplicateName, name.start - 1)
            }
        }
    }

    /// Forgets the names of the object that closes, after the check that was put off for a great
    /// one.
    @inline(__always)
    mutating func closeNames(_ bytes: Span<UInt8>) throws(JSONStop) {
        let first = firstNames[depth - 1]
        if names.count - first > Self.pairwiseNames { try checkMany(bytes, from: first) }
        names.truncate(to: first)
    }

    /// Sorts by a hash of the unescaped name, then by the name, and compares neighbours.
    private mutating func checkMany(_ bytes: Span<UInt8>, from first: Int) throws(JSONStop) {
        var entries: [(hash: UInt64, name: NameEntry)] = []
        entries.reserveCapacity(names.count - first)
        for index in first..<names.count {
            let name = names.entry(at: index)
            entries.append((name.hash(bytes), name))
        }
        var comparisons = 0
        entries.sort { left, right in
            comparisons += 1
            if left.hash != right.hash { return left.hash < right.hash }
            return left.name.precedes(right.name, bytes)
        }
        nameComparisons &+= comparisons
        for (left, right) in zip(entries, entries.dropFirst()) where left.hash == right.hash {
            if left.name.equals(right.name, bytes) {
                throw .fault(.duplicateName, max(left.name.start, right.name.start) - 1)
            }
        }
    }
}
