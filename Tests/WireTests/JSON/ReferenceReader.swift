@testable import Wire

/// A second reader of JSON, as plain as can be, that the real one is compared with.
struct ReferenceReader {
    struct Refusal: Error {}

    private let bytes: [UInt8]
    private var position = 0
    private let maximumDepth: Int

    /// The value that the bytes are, or nil if they are not exactly one JSON text.
    static func value(_ bytes: [UInt8], maximumDepth: Int = 32) -> JSON? {
        var reader = ReferenceReader(bytes: bytes, maximumDepth: maximumDepth)
        guard let value = try? reader.value(depth: 0) else { return .none }
        reader.space()
        // A bare nil would be JSON's null here, since `JSON` takes the literal.
        guard reader.position == bytes.count else { return .none }
        return value
    }

    private init(bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    private mutating func value(depth: Int) throws -> JSON {
        space()
        guard let byte = peek() else { throw Refusal() }
        switch Character(Unicode.Scalar(byte)) {
        case "{": return .object(try object(depth: depth + 1))
        case "[": return .array(try array(depth: depth + 1))
        case "\"": return .string(try string())
        case "t": return try word("true", .bool(true))
        case "f": return try word("false", .bool(false))
        case "n": return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws -> JSONObject {
        guard depth <= maximumDepth else { throw Refusal() }
        position += 1
        var names: Set<[UInt8]> = []
        var members: [JSONObject.Member] = []
        space()
        if take("}") { return JSONObject() }
        repeat {
            space()
            let name = try string()
            guard names.insert(Array(name.utf8)).inserted else { throw Refusal() }
            space()
            guard take(":") else { throw Refusal() }
            members.append(.init(name: name, value: try value(depth: depth)))
            space()
        } while take(",")
        guard take("}") else { throw Refusal() }
        return JSONObject(uniqueMembers: members)
    }

    private mutating func array(depth: Int) throws -> [JSON] {
        guard depth <= maximumDepth else { throw Refusal() }
        position += 1
        var elements: [JSON] = []
        space()
        if take("]") { return [] }
        repeat {
            elements.append(try value(depth: depth))
            space()
        } while take(",")
        guard take("]") else { throw Refusal() }
        return elements
    }

    private mutating func string() throws -> String {
        guard take("\"") else { throw Refusal() }
        var content: [UInt8] = []
        while let byte = peek(), byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw Refusal() }
            position += 1
            if byte == UInt8(ascii: "\\") {
                content += Array(String(try escape()).utf8)
            } else {
                content.append(byte)
            }
        }
        guard take("\""), let text = String(validating: content, as: UTF8.self) else {
            throw Refusal()
        }
        return text
    }

    private mutating func escape() throws -> Unicode.Scalar {
        guard let byte = peek() else { throw Refusal() }
        position += 1
        let letters: [Character: Unicode.Scalar] = [
            "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r",
            "t": "\t",
        ]
        if let scalar = letters[Character(Unicode.Scalar(byte))] { return scalar }
        guard byte == UInt8(ascii: "u") else { throw Refusal() }
        var units = [try unit()]
        if UTF16.isLeadSurrogate(units[0]), take("\\"), take("u") { units.append(try unit()) }
        guard let text = String(validating: units, as: UTF16.self),
            let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1
        else { throw Refusal() }
        return scalar
    }

    private mutating func unit() throws -> UInt16 {
        guard position + 4 <= bytes.count else { throw Refusal() }
        let digits = bytes[position..<position + 4].map { Character(Unicode.Scalar($0)) }
        position += 4
        guard digits.allSatisfy(\.isASCII), digits.allSatisfy(\.isHexDigit),
            let unit = UInt16(String(digits), radix: 16)
        else { throw Refusal() }
        return unit
    }

    private mutating func number() throws -> JSON {
        var text = ""
        while let byte = peek(), "+-.0123456789eE".utf8.contains(byte) {
            text.append(Character(Unicode.Scalar(byte)))
            position += 1
        }
        guard text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil else {
            throw Refusal()
        }
        if text != "-0", let value = Int64(text) { return .int(value) }
        return .number(text)
    }

    private mutating func word(_ word: String, _ value: JSON) throws -> JSON {
        for byte in word.utf8 {
            guard peek() == byte else { throw Refusal() }
            position += 1
        }
        return value
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Character) -> Bool {
        guard let byte = peek(), byte == character.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func space() {
        while let byte = peek(), " \t\r\n".utf8.contains(byte) { position += 1 }
    }
}
