import NIOCore
import Testing

@testable import Wire

/// Seeded random texts, whole and damaged, against a second reader.
struct JSONRandomTests {
    private static let seeds: [UInt64] = [1, 2, 3, UInt64.random(in: 4...UInt64.max)]

    /// By bytes: to Swift, canonically equivalent strings are equal.
    private func same(_ left: JSON?, _ right: JSON?) -> Bool {
        left.map(JSONWriter.bytes) == right.map(JSONWriter.bytes)
    }

    @Test(arguments: seeds)
    func `scanner and tree agree with the plain reader on valid texts`(seed: UInt64) {
        var random = RandomJSON(seed: seed)
        for round in 0..<400 {
            let text = Array(random.value().utf8)
            let expected = ReferenceReader.value(text)
            #expect(expected != nil, "seed \(seed), round \(round)")
            #expect(same(try? JSONParser.parse(text), expected), "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: seeds)
    func `damaged texts are refused or read exactly as the plain reader does`(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        var refused = 0
        for round in 0..<2_000 {
            let text = random.mutated(random.value())
            let expected = ReferenceReader.value(text)
            refused += expected == nil ? 1 : 0
            let shown = String(decoding: text, as: UTF8.self).debugDescription
            try #require(
                same(try? JSONParser.parse(text), expected),
                "seed \(seed), round \(round): \(shown)"
            )
        }
        #expect((200..<1_900).contains(refused), "the corpus should hold both kinds")
    }

    @Test(arguments: seeds)
    func `json-c and the exact reader give the same tree`(seed: UInt64) {
        var random = RandomJSON(seed: seed)
        var compared = 0
        for round in 0..<400 {
            guard let frame = Frame(random.container(3)), !frame.cut.needsExactReader else {
                continue
            }
            let bytes = frame.bytes.readableBytesUInt8Span
            var reader = JSONExactReader()
            let tree = JSONCTree.read(bytes)
            #expect(same(tree, reader.value(bytes)), "seed \(seed), round \(round)")
            compared += 1
        }
        #expect(compared > 100)
    }

    @Test(arguments: seeds)
    func `a prefix is never judged too early, and never otherwise than the whole`(seed: UInt64) {
        var random = RandomJSON(seed: seed)
        for round in 0..<150 {
            let text = round % 2 == 0 ? Array(random.value().utf8) : random.mutated(random.value())
            let whole = scan(text, ending: .stream)
            var judged = false
            for length in 0..<text.count {
                let part = scan(Array(text[..<length]), ending: .stream)
                if part == .incomplete {
                    #expect(!judged, "seed \(seed), round \(round), \(length) bytes")
                } else {
                    judged = true
                    #expect(part == whole, "seed \(seed), round \(round), \(length) bytes")
                }
            }
        }
    }

    @Test(arguments: seeds)
    func `what is written reads back the same`(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        for _ in 0..<300 {
            let value = try JSONParser.parse(random.value())
            let text = JSONWriter.bytes(value)
            let again = try JSONParser.parse(text)
            #expect(same(again, value), "seed \(seed)")
            #expect(again == value)
        }
    }
}
