import Testing

@testable import Wire

/// One text with its verdict, for tables.
struct Verdict: Sendable, CustomTestStringConvertible {
    var text: [UInt8]
    var reason: JSONError.Reason
    var offset: Int

    init(_ text: String, _ reason: JSONError.Reason, at offset: Int) {
        self.init(Array(text.utf8), reason, at: offset)
    }

    init(_ text: [UInt8], _ reason: JSONError.Reason, at offset: Int) {
        self.text = text
        self.reason = reason
        self.offset = offset
    }

    var testDescription: String { String(decoding: text, as: UTF8.self) }
}

func scan(_ bytes: [UInt8], ending: JSONEnding = .endOfInput, depth: Int = 32) -> JSONScan {
    var scanner = JSONScanner(nestingDepth: depth)
    return scanner.scan(bytes.span, ending: ending)
}

func scan(_ text: String, ending: JSONEnding = .endOfInput, depth: Int = 32) -> JSONScan {
    scan(Array(text.utf8), ending: ending, depth: depth)
}

struct JSONScannerTests {
    @Test(arguments: [
        "{}", "[]", "\"\"", "0", "-0", "-0.0", "1", "10", "1.5", "1e5", "1E+5", "1e-05", "true",
        "false", "null", "[ ]", "{ }", "[1]", "[1,2]", "[[],{}]", #"{"a":1}"#,
        "{\"a\" :\n[1 ,2]\t}",
        #""\"\\\/\b\f\n\r\t\u0000\u00e9\uD83D\uDE00""#, "\"é€😀\u{7F}\u{2028}\u{10FFFF}\"",
        #"{"a":{"a":1},"b":{"a":1}}"#, #"[{"a":1},{"a":2}]"#, #"{"":0}"#, #"{"a":1,"A":2}"#,
        #"{"a":1,"a\u0000":2}"#, "\"12345678\"", "\"1234567\"", "\"123456789 123456789\"",
        "1e999999", "123456789012345678901234567890",
    ])
    func `a valid text is complete at its end`(text: String) {
        #expect(scan(text) == .complete(end: text.utf8.count))
        #expect(scan(text + "\n", ending: .stream) == .complete(end: text.utf8.count))
    }

    @Test(arguments: [
        // What json-c's strict mode lets through.
        Verdict("{'a':1}", .unexpectedByte, at: 1),
        Verdict("NaN", .unexpectedByte, at: 0),
        Verdict("Infinity", .unexpectedByte, at: 0),
        Verdict("-Infinity", .invalidNumber, at: 1),
        Verdict("-01", .unexpectedByte, at: 2),
        Verdict("[1.]", .invalidNumber, at: 3),
        Verdict("\"a\u{1}\"", .controlCharacter, at: 2),
        Verdict("\"a\nb\"", .controlCharacter, at: 2),
        Verdict(#"{"a":1,"a":2}"#, .duplicateName, at: 7),
        Verdict(#""\ud800""#, .loneSurrogate, at: 1),
        // Numbers.
        Verdict("01", .unexpectedByte, at: 1),
        Verdict("[01]", .unexpectedByte, at: 2),
        Verdict("[00]", .unexpectedByte, at: 2),
        Verdict("[+1]", .unexpectedByte, at: 1),
        Verdict("[.5]", .unexpectedByte, at: 1),
        Verdict("[1.e5]", .invalidNumber, at: 3),
        Verdict("[1e]", .invalidNumber, at: 3),
        Verdict("[1e+]", .invalidNumber, at: 4),
        Verdict("[-]", .invalidNumber, at: 2),
        Verdict("[--1]", .invalidNumber, at: 2),
        Verdict("[0x10]", .unexpectedByte, at: 2),
        Verdict("[1_000]", .unexpectedByte, at: 2),
        Verdict("1-2", .unexpectedByte, at: 1),
        Verdict("1,2", .unexpectedByte, at: 1),
        // Literals.
        Verdict("nul1", .unexpectedByte, at: 3),
        Verdict("True", .unexpectedByte, at: 0),
        Verdict("truefalse", .unexpectedByte, at: 4),
        Verdict("[nulll]", .unexpectedByte, at: 5),
        Verdict("undefined", .unexpectedByte, at: 0),
        // Structure.
        Verdict("]", .unexpectedByte, at: 0),
        Verdict("}", .unexpectedByte, at: 0),
        Verdict("[1,]", .unexpectedByte, at: 3),
        Verdict("[,1]", .unexpectedByte, at: 1),
        Verdict("[1 2]", .unexpectedByte, at: 3),
        Verdict("[1}", .unexpectedByte, at: 2),
        Verdict(#"{"a":1]"#, .unexpectedByte, at: 6),
        Verdict(#"{"a":1,}"#, .unexpectedByte, at: 7),
        Verdict(#"{"a"}"#, .unexpectedByte, at: 4),
        Verdict(#"{"a" 1}"#, .unexpectedByte, at: 5),
        Verdict(#"{"a":}"#, .unexpectedByte, at: 5),
        Verdict("{1:2}", .unexpectedByte, at: 1),
        Verdict("{a:1}", .unexpectedByte, at: 1),
        Verdict("{,}", .unexpectedByte, at: 1),
        Verdict("/* no */ 1", .unexpectedByte, at: 0),
        Verdict("[1] // no", .trailingContent, at: 4),
        Verdict("\u{FEFF}{}", .byteOrderMark, at: 0),
        Verdict("{}\u{0}", .trailingContent, at: 2),
        Verdict("[1\u{0}]", .unexpectedByte, at: 2),
        Verdict("\u{0B}1", .unexpectedByte, at: 0),
        Verdict("\u{A0}1", .unexpectedByte, at: 0),
        // Escapes.
        Verdict(#""\x41""#, .invalidEscape, at: 1),
        Verdict(#""\u12G4""#, .invalidEscape, at: 5),
        Verdict(#""\u 123""#, .invalidEscape, at: 3),
        Verdict(#""\'""#, .invalidEscape, at: 1),
        Verdict(#""\dc00""#, .invalidEscape, at: 1),
        Verdict(#""\udc00""#, .loneSurrogate, at: 1),
        Verdict(#""\ud800x""#, .loneSurrogate, at: 1),
        Verdict(#""\ud800\n""#, .loneSurrogate, at: 1),
        Verdict(#""\ud800\ud800""#, .loneSurrogate, at: 1),
        Verdict(#""\ud800\u0041""#, .loneSurrogate, at: 1),
    ])
    func `a text that is not JSON is refused with reason and place`(verdict: Verdict) {
        let error = JSONError(verdict.reason, at: verdict.offset)
        #expect(throws: error) { try JSONParser.parse(verdict.text) }
        if verdict.reason != .trailingContent { #expect(scan(verdict.text) == .invalid(error)) }
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3, 0x22], [0xC3, 0xC3],
            [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
            [0xE2, 0x82, 0x22], [0xE2, 0x22, 0x22], [0xF0, 0x80, 0x80, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98, 0x22],
            [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF],
        ] as [[UInt8]]
    )
    func `what is not UTF-8 is refused at its first byte`(bytes: [UInt8]) {
        let text = Array("\"plain text ".utf8) + bytes + Array("\"   ".utf8)
        #expect(scan(text) == .invalid(JSONError(.invalidUTF8, at: 12)))
    }

    @Test func `every character of Unicode is let through, every escape of one reads the same`()
        throws
    {
        for value in stride(from: UInt32(0x20), through: 0x10FFFF, by: 61) {
            guard let scalar = Unicode.Scalar(value), scalar != "\"", scalar != "\\" else {
                continue
            }
            let escapes = String(scalar).utf16.map { unit in
                "\\u" + String(repeating: "0", count: 4 - String(unit, radix: 16).count)
                    + String(unit, radix: 16)
            }
            let value = try JSONParser.parse("[\"\(scalar)\",\"\(escapes.joined())\"]")
            if value != [.string(String(scalar)), .string(String(scalar))] {
                Issue.record("U+\(String(scalar.value, radix: 16)) is read otherwise")
            }
        }
    }

    @Test func `nesting is bounded by its limit, counting containers only`() {
        for (opening, closing) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = { (depth: Int) in
                String(repeating: opening, count: depth) + "1"
                    + String(repeating: closing, count: depth)
            }
            #expect(scan(nested(32)) == .complete(end: nested(32).utf8.count))
            #expect(
                scan(nested(33))
                    == .invalid(JSONError(.nestedTooDeep, at: 32 * opening.utf8.count))
            )
            #expect(scan(nested(3), depth: 3) == .complete(end: nested(3).utf8.count))
            #expect(scan(nested(64), depth: 1_000) == .complete(end: nested(64).utf8.count))
            #expect(
                scan(nested(65), depth: 1_000)
                    == .invalid(JSONError(.nestedTooDeep, at: 64 * opening.utf8.count))
            )
        }
        #expect(
            scan(String(repeating: "[", count: 100_000))
                == .invalid(JSONError(.nestedTooDeep, at: 32))
        )
    }

    @Test func `an outermost number or literal ends by what follows`() {
        for scalar in ["12", "-1.5e3", "true", "null"] {
            let end = scalar.utf8.count
            #expect(scan(scalar, ending: .stream) == .incomplete)
            #expect(scan(scalar, ending: .endOfInput) == .complete(end: end))
            for next in [" ", "\n", "\r", "\t", "{", "[", "\""] {
                #expect(scan(scalar + next, ending: .stream) == .complete(end: end))
            }
            for next in [",", "]"] {
                let error = JSONError(.unexpectedByte, at: end)
                #expect(scan(scalar + next, ending: .element) == .complete(end: end))
                #expect(scan(scalar + next, ending: .stream) == .invalid(error))
            }
            #expect(
                scan(scalar + "x", ending: .stream)
                    == .invalid(JSONError(.unexpectedByte, at: end))
            )
        }
    }

    @Test func `a number cut short is incomplete even at the end of input`() {
        for text in ["-", "1.", "1e", "1e+", "tru", "n"] {
            #expect(scan(text, ending: .endOfInput) == .incomplete)
        }
    }
}
