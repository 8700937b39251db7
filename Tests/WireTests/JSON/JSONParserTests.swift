import Testing

@testable import Wire

struct JSONParserTests {
    @Test func `integers that Int64 holds are integers, all else keeps its text`() throws {
        let text = """
            [0,-1,9223372036854775807,-9223372036854775808,9223372036854775808,
             -9223372036854775809,18446744073709551615,18446744073709551616,-0,-0.0,1.0,1e2,1E+02,
             0.10,123456789012345678901234567890,0.1234567890123456789012345,1e999]
            """
        let expected: [JSON] = [
            0, -1, .int(.max), .int(.min), .number("9223372036854775808"),
            .number("-9223372036854775809"), .number("18446744073709551615"),
            .number("18446744073709551616"), .number("-0"), .number("-0.0"), .number("1.0"),
            .number("1e2"), .number("1E+02"), .number("0.10"),
            .number("123456789012345678901234567890"), .number("0.1234567890123456789012345"),
            .number("1e999"),
        ]
        #expect(try JSONParser.parse(text) == .array(expected))
        // One by one they come from json-c or from the exact reader, and alone from the latter.
        for (element, number) in zip(text.dropFirst().dropLast().split(separator: ","), expected) {
            #expect(try JSONParser.parse("[\(element)]") == [number])
            #expect(try JSONParser.parse("\(element)") == number)
        }
    }

    @Test func `a number of thousands of digits keeps each of them`() throws {
        let digits = "1" + String(repeating: "7", count: 100_000)
        #expect(try JSONParser.parse("[\(digits)]") == [.number(digits)])
        #expect(try JSONParser.parse("[-\(digits).5]") == [.number("-\(digits).5")])
    }

    @Test func `a null character in a name or a string cuts nothing short`() throws {
        let value = try JSONParser.parse(#"{"a\u0000b":"x\u0000y","a\u0000c":2,"a":3}"#)
        #expect(value["a\u{0}b"] == "x\u{0}y")
        #expect(value["a\u{0}c"] == 2)
        #expect(value["a"] == 3)
        #expect(try JSONParser.parse(#"["x\u0000y"]"#) == ["x\u{0}y"])
    }

    @Test func `members keep their order and nesting its shape`() throws {
        let value = try JSONParser.parse(
            #" { "z" : [ true , null ] , "a" : { } , "m" : [ [ ] ] } "#
        )
        #expect(JSONWriter.string(value) == #"{"z":[true,null],"a":{},"m":[[]]}"#)
    }

    @Test func `the deepest nesting that the scanner allows fits into json-c too`() throws {
        let text = String(repeating: "[", count: 64) + "1.5" + String(repeating: "]", count: 64)
        var value = try JSONParser.parse(text, nestingDepth: 64)
        #expect(JSONCTree.read(Array(text.utf8).span) != nil)
        for _ in 0..<64 { value = value.array?.first ?? .null }
        #expect(value == .number("1.5"))
    }

    @Test func `json-c refuses what has more behind it, and gives no half tree`() {
        #expect(JSONCTree.read(Array("[1] 2".utf8).span) == nil)
        #expect(JSONCTree.read(Array("[1".utf8).span) == nil)
        #expect(JSONCTree.read(Array("".utf8).span) == nil)
    }

    @Test func `a text must be one value and nothing else`() {
        #expect(throws: JSONError(.truncated, at: 0)) { try JSONParser.parse("") }
        #expect(throws: JSONError(.truncated, at: 2)) { try JSONParser.parse("  ") }
        #expect(throws: JSONError(.truncated, at: 5)) { try JSONParser.parse("[1, 2") }
        #expect(throws: JSONError(.trailingContent, at: 4)) { try JSONParser.parse("[1] [2]") }
        #expect(throws: JSONError(.nestedTooDeep, at: 1)) {
            try JSONParser.parse("[[1]]", nestingDepth: 1)
        }
    }

    @Test func `errors say where and why, and show none of the text`() {
        let error = #expect(throws: JSONError.self) {
            try JSONParser.parse(#"{"key":"sk-secret","key":"sk-secret"}"#)
        }
        #expect(
            error?.description
                == "not valid JSON at byte 19: an object has two members of the same name"
        )
    }
}
