import Testing

@testable import Store

@Suite struct CopyTextTests {
    /// What the fields of a line hold.
    private func split(_ line: [UInt8]) -> [[UInt8]?] {
        var line = line
        var fields: [CopyText.Field] = []
        var span = line.mutableSpan
        CopyText.split(&span, into: &fields)
        return fields.map { field in
            field.count < 0 ? nil : Array(line[Int(field.offset)...].prefix(Int(field.count)))
        }
    }

    private func texts(_ line: String) -> [String?] {
        split(Array(line.utf8)).map { bytes in bytes.map { String(decoding: $0, as: UTF8.self) } }
    }

    @Test func `Separators, backslashes and NULL are told apart from text`() {
        var block: [UInt8] = []
        CopyText.append(["a\tb", nil, "\\N", "x\ny\r"], to: &block)
        let text = String(decoding: block, as: UTF8.self)
        #expect(text == "a\\tb\t\\N\t\\\\N\tx\\ny\\r\n")
    }

    @Test func `A line is split into what it was made of`() {
        #expect(
            texts("a\t\\N\t\tlonger than eight bytes\n") == [
                "a", nil, "", "longer than eight bytes",
            ]
        )
        #expect(
            texts("\\b\\f\\n\\r\\t\\v\\\\\t{\"a\\\\\"b\"}\n") == [
                "\u{8}\u{c}\n\r\t\u{b}\\", "{\"a\\\"b\"}",
            ]
        )
        #expect(texts("\n") == [""])
        #expect(texts("\\\\N\t\\\\\\\\N\t\\N\n") == ["\\N", "\\\\N", nil])
    }

    @Test func `A line that is cut off gives what there is of it`() {
        #expect(texts("a\tb") == ["a", "b"])
        #expect(texts("a\tb\\") == ["a", "b\\"])
        #expect(texts("") == [])
    }

    @Test func `Whatever is written is read`() {
        var random = SeededRandom(seed: 4)
        let alphabet = Array("\\\t\n\rNabnrtvf{}\"é,".utf8)
        for _ in 1...2_000 {
            let row = (0...Int.random(in: 0..<9, using: &random)).map { _ -> String? in
                guard Int.random(in: 0..<4, using: &random) > 0 else { return nil }
                let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                    alphabet.randomElement(using: &random) ?? 0
                }
                return String(decoding: bytes, as: UTF8.self)
            }
            var line: [UInt8] = []
            CopyText.append(row, to: &line)
            #expect(split(line) == row.map { text in text.map { Array($0.utf8) } })
        }
    }
}
