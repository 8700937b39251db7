/// Where a member's name stands, with enough of it to tell most names apart at once.
struct NameEntry: Sendable {
    /// The first eight bytes of the unescaped name, the first one lowest, zeros beyond its end.
    private(set) var head: UInt64 = 0
    private var offset: UInt32 = 0
    private var lengthAndEscapes: UInt32 = 0

    /// No name; what the places of an unused stack hold.
    init() {}

    @inline(__always)
    init(_ bytes: Span<UInt8>, start: Int, length: Int, hasEscapes: Bool) {
        offset = UInt32(truncatingIfNeeded: start)
        lengthAndEscapes = UInt32(truncatingIfNeeded: length) << 1 | (hasEscapes ? 1 : 0)
        head =
            hasEscapes ? Self.unescapedHead(bytes, content) : bytes.word(at: start, count: length)
    }

    /// The first byte after the opening quote.
    @inline(__always)
    var start: Int { Int(offset) }

    /// The bytes between the quotes, escapes as they came.
    @inline(__always)
    var length: Int { Int(lengthAndEscapes >> 1) }

    @inline(__always)
    var hasEscapes: Bool { lengthAndEscapes & 1 == 1 }

    private var content: Range<Int> { start..<start + length }

    /// Whether both are the same name after unescaping.
    @inline(__always)
    func equals(_ other: NameEntry, _ bytes: Span<UInt8>) -> Bool {
        if head != other.head { return false }
        if hasEscapes || other.hasEscapes { return order(other, bytes) == 0 }
        if length != other.length { return false }
        return length <= 8 || bytes.equals(at: start, and: other.start, length: length)
    }

    /// Some total order of names after unescaping.
    func precedes(_ other: NameEntry, _ bytes: Span<UInt8>) -> Bool { order(other, bytes) < 0 }

    private func order(_ other: NameEntry, _ bytes: Span<UInt8>) -> Int {
        var ours = UnescapedBytes(content)
        var theirs = UnescapedBytes(other.content)
        while true {
            switch (ours.next(bytes), theirs.next(bytes)) {
            case (nil, nil): return 0
            case (nil, _): return -1
            case (_, nil): return 1
            case (let left?, let right?):
                if left != right { return left < right ? -1 : 1 }
            }
        }
    }

    /// The same for names that are equal after unescaping (FNV-1a).
    func hash(_ bytes: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var rest = UnescapedBytes(content)
        while let byte = rest.next(bytes) {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return hash
    }

    /// How long the name is after unescaping.
    func unescapedLength(_ bytes: Span<UInt8>) -> Int {
        var rest = UnescapedBytes(content)
        var count = 0
        while rest.next(bytes) != nil { count += 1 }
        return count
    }

    private static func unescapedHead(_ bytes: Span<UInt8>, _ content: Range<Int>) -> UInt64 {
        var rest = UnescapedBytes(content)
        var head: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            guard let byte = rest.next(bytes) else { break }
            head |= UInt64(byte) << shift
        }
        return head
    }
}
