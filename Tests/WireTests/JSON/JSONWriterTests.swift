import Testing

@testable import Wire

struct JSONWriterTests {
    @Test func `strings are escaped where JSON demands it and nowhere else`() {
        #expect(JSONWriter.string("\"\\/\u{8}\u{C}\n\r\t") == #""\"\\/\b\f\n\r\t""#)
        #expect(
            JSONWriter.string("\u{0}\u{1}\u{A}\u{1F}\u{7F}") == "\"\\u0000\\u0001\\n\\u001f\u{7F}\""
        )
        #expect(JSONWriter.string("é€😀\u{2028}\u{2029}") == "\"é€😀\u{2028}\u{2029}\"")
    }

    @Test func `the place of an escape in a string does not matter`() throws {
        for length in 0..<40 {
            for place in 0...length {
                var text = String(repeating: "x", count: length)
                text.insert("\"", at: text.index(text.startIndex, offsetBy: place))
                let written = JSONWriter.string(.string(text))
                #expect(written.utf8.count == length + 4)
                #expect(try JSONParser.parse(written) == .string(text))
            }
        }
    }

    @Test(
        arguments: [
            (0, "0"), (7, "7"), (-7, "-7"), (10, "10"), (1_234_567_890, "1234567890"),
            (Int64.max, "9223372036854775807"), (Int64.min, "-9223372036854775808"),
        ] as [(Int64, String)]
    )
    func `integers are written digit by digit`(value: Int64, text: String) {
        #expect(JSONWriter.string(.int(value)) == text)
    }

    @Test func `doubles are written in the shortest form that reads back the same`() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<1_000 {
            let value = Double(bitPattern: random.next())
            var bytes: [UInt8] = []
            JSONWriter.write(value, into: &bytes)
            let text = String(decoding: bytes, as: UTF8.self)
            if value.isFinite {
                #expect((try? JSONParser.parse(text))?.double == value, "\(text)")
            } else {
                #expect(text == "null")
            }
        }
        #expect(JSONWriter.string(.double(0.1)) == "0.1")
        #expect(JSONWriter.string(.double(8.5)) == "8.5")
        #expect(JSONWriter.string(.double(10)) == "10")
        #expect(
            JSONWriter.string(.double(-0.0)) == "-0.0" || JSONWriter.string(.double(-0.0)) == "0"
        )
        #expect(JSONWriter.string(.double(1e300)) == "1e+300")
    }

    @Test func `containers are compact`() {
        #expect(
            JSONWriter.string(["a": [], "b": [:], "c": [1, nil, true]])
                == #"{"a":[],"b":{},"c":[1,null,true]}"#
        )
        #expect(JSONWriter.bytes([[[]]]) == Array("[[[]]]".utf8))
    }
}
