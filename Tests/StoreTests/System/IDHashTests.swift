import Testing

@testable import Store

/// Hashes of ids, which clients choose.
@Suite struct IDHashTests {
    private func hash(_ body: (inout IDHash) -> Void) -> Int {
        var hash = IDHash()
        body(&hash)
        return hash.value
    }

    @Test func `texts of the same bytes hash alike, whatever memory they are in`() {
        for count in 0...40 {
            let text = String(repeating: "x", count: count)
            let other = String(decoding: Array(text.utf8), as: UTF8.self)
            #expect(TextID(text).slotHash == TextID(other).slotHash)
        }
    }

    @Test func `no two of many similar ids hash alike`() {
        var ids: [TextID] = []
        for count in 0...40 {
            ids.append(TextID(String(repeating: "\0", count: count)))
            let text = Array(repeating: UInt8(ascii: "a"), count: count)
            for place in text.indices {
                for bit in 0..<7 {
                    var changed = text
                    changed[place] ^= 1 << bit
                    ids.append(TextID(String(decoding: changed, as: UTF8.self)))
                }
            }
        }
        for number in 0..<50_000 { ids.append(TextID("user-\(number)")) }
        // Of so many, two fall together by chance once in ten billion runs.
        #expect(Set(ids.map(\.slotHash)).count == Set(ids).count)
    }

    @Test func `where one part of an id ends and the next begins tells`() {
        let pairs: [(TextID, TextID)] = [
            ("ab", "c"), ("a", "bc"), ("", "abc"), ("abc", ""), ("c", "ab"), ("abcdefgh", "i"),
            ("abcdefghi", ""), ("abcdefg", "hi"),
        ]
        let hashes = pairs.map { first, second in
            hash {
                $0.combine(first)
                $0.combine(second)
            }
        }
        #expect(Set(hashes).count == pairs.count)
    }

    @Test func `the low bits, which choose the place, are spread evenly`() {
        var counts = [Int](repeating: 0, count: 64)
        for number in 0..<64_000 { counts[TextID("\(number)").slotHash & 63] += 1 }
        // Six standard deviations and more.
        #expect(counts.allSatisfy { (750...1_250).contains($0) }, "\(counts)")
    }
}
