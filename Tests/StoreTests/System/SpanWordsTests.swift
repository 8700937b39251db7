import Testing

@testable import Store

/// Bytes that are compared eight at a time.
@Suite struct SpanWordsTests {
    private static let bytes = (0..<40).map { UInt8($0 * 5) }

    private func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.span.isSame(as: other.span)
    }

    private func precedes(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.span.precedes(other.span)
    }

    @Test func `the same bytes in other memory are the same, at each length`() {
        for count in 0...Self.bytes.count {
            let (one, other) = (Array(Self.bytes[..<count]), Array(Self.bytes[..<count]))
            #expect(isSame(one, one))
            #expect(isSame(one, other), "\(count) bytes")
        }
    }

    @Test func `one byte that differs, anywhere, is another text`() {
        for count in 1...Self.bytes.count {
            let one = Array(Self.bytes[..<count])
            for place in 0..<count {
                var other = one
                other[place] ^= 0x80
                #expect(!isSame(one, other), "\(place) of \(count)")
                #expect(precedes(one, other) == (one[place] < other[place]))
            }
            #expect(!isSame(one, Array(one.dropLast())))
            #expect(precedes(Array(one.dropLast()), one))
        }
    }
}
