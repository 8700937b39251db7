/// Makes a value of a valid text by itself, for what json-c would change: null characters in
/// names, `-0`, integers beyond 64 bits, and scalars that stand alone.
///
/// It recurses, since the scanner has bounded the depth, and checks nothing again.
struct JSONExactReader {
    private var position = 0

    init() {}

    /// Reads the one value that `bytes` begin with.
    mutating func value(_ bytes: Span<UInt8>) -> JSON {
        JSONScanner.skipWhiteSpace(bytes, &position)
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object(JSONObject(uniqueMembers: members(bytes)))
        case UInt8(ascii: "["): return .array(elements(bytes))
        case UInt8(ascii: "\""): return .string(string(bytes))
        case UInt8(ascii: "t"): return literal(.bool(true), length: 4)
        case UInt8(ascii: "f"): return literal(.bool(false), length: 5)
        case UInt8(ascii: "n"): return literal(.null, length: 4)
        default:  // open set: bytes of the peer
            return number(bytes)
        }
    }

    private mutating func members(_ bytes: Span<UInt8>) -> [JSONObject.Member] {
        var members: [JSONObject.Member] = []
        position += 1
        while !skips(UInt8(ascii: "}"), bytes) {
            _ = skips(UInt8(ascii: ","), bytes)
            JSONScanner.skipWhiteSpace(bytes, &position)
            let name = string(bytes)
            _ = skips(UInt8(ascii: ":"), bytes)
            members.append(JSONObject.Member(name: name, value: value(bytes)))
        }
        return members
    }

    private mutating func elements(_ bytes: Span<UInt8>) -> [JSON] {
        var elements: [JSON] = []
        position += 1
        while !skips(UInt8(ascii: "]"), bytes) {
            _ = skips(UInt8(ascii: ","), bytes)
            elements.append(value(bytes))
        }
        return elements
    }

    /// Moves over white space and, if it is there, one byte of punctuation.
    private mutating func skips(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        JSONScanner.skipWhiteSpace(bytes, &position)
        guard bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func string(_ bytes: Span<UInt8>) -> String {
        let start = position + 1
        var hasEscapes = false
        position = start
        while bytes[position] != UInt8(ascii: "\"") {
            let isEscape = bytes[position] == UInt8(ascii: "\\")
            hasEscapes = hasEscapes || isEscape
            position += isEscape ? 2 : 1
        }
        position += 1
        return JSONText.string(bytes, start..<position - 1, hasEscapes: hasEscapes)
    }

    private mutating func literal(_ value: JSON, length: Int) -> JSON {
        position += length
        return value
    }

    private mutating func number(_ bytes: Span<UInt8>) -> JSON {
        let start = position
        while position < bytes.count, Self.isOfNumber(bytes[position]) { position += 1 }
        return JSONNumber.value(bytes, start..<position)
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default:  // open set: bytes of the peer
            false
        }
    }
}
