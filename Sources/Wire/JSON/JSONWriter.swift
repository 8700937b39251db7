package import NIOCore

/// Makes compact JSON of values.
package enum JSONWriter {
    /// Appends a value's text to the bytes.
    package static func write(_ value: JSON, into bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append("null")
        case .bool(let value): bytes.append(value ? "true" : "false")
        case .int(let value): write(value, into: &bytes)
        case .number(let text): bytes.append(contentsOf: text.utf8)
        case .string(let text): write(text, into: &bytes)
        case .array(let elements): write(elements, into: &bytes)
        case .object(let object): write(object, into: &bytes)
        }
    }

    /// Appends a value's text to the buffer.
    package static func write(_ value: JSON, into buffer: inout ByteBuffer) {
        buffer.writeBytes(bytes(value))
    }

    /// A value's text.
    package static func string(_ value: JSON) -> String {
        String(decoding: bytes(value), as: UTF8.self)
    }

    /// A value's text as UTF-8.
    package static func bytes(_ value: JSON) -> [UInt8] {
        var bytes: [UInt8] = []
        write(value, into: &bytes)
        return bytes
    }

    private static func write(_ object: JSONObject, into bytes: inout [UInt8]) {
        var opening: StaticString = "{"
        for member in object.members {
            bytes.append(opening)
            opening = ","
            write(member.name, into: &bytes)
            bytes.append(UInt8(ascii: ":"))
            write(member.value, into: &bytes)
        }
        bytes.append(object.members.isEmpty ? "{}" : "}")
    }

    private static func write(_ elements: [JSON], into bytes: inout [UInt8]) {
        var opening: StaticString = "["
        for element in elements {
            bytes.append(opening)
            opening = ","
            write(element, into: &bytes)
        }
        bytes.append(elements.isEmpty ? "[]" : "]")
    }

    /// Appends a string with its quotes, escaped where RFC 8259 demands it.
    package static func write(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        writeContent(text.utf8Span.span, into: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends an integer's digits, without making a string of them.
    package static func write(_ value: Int64, into bytes: inout [UInt8]) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
        var first = 20
        var rest = value.magnitude
        repeat {
            first -= 1
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
            digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: remainder)
            rest = quotient
        } while rest > 0
        bytes.append(digits.span.extracting(first..<20))
    }

    /// Appends a number in the shortest form that reads back the same; null if it is not finite.
    package static func write(_ value: Double, into bytes: inout [UInt8]) {
        write(JSON.double(value), into: &bytes)
    }

    private static func writeContent(_ content: Span<UInt8>, into bytes: inout [UInt8]) {
        var done = 0
        while true {
            let end = firstEscaped(content, from: done)
            bytes.append(content.extracting(done..<end))
            if end == content.count { return }
            writeEscaped(content[end], into: &bytes)
            done = end + 1
        }
    }

    private static func firstEscaped(_ content: Span<UInt8>, from start: Int) -> Int {
        var position = start
        while position + 8 <= content.count {
            let found = JSONScanner.escapedBytes(content.word(at: position))
            guard found == 0 else { return position + found.trailingZeroBitCount / 8 }
            position += 8
        }
        while position < content.count {
            let byte = content[position]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            position += 1
        }
        return position
    }

    private static func writeEscaped(_ byte: UInt8, into bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): bytes.append("\\\"")
        case UInt8(ascii: "\\"): bytes.append("\\\\")
        case 0x08: bytes.append("\\b")
        case 0x09: bytes.append("\\t")
        case 0x0A: bytes.append("\\n")
        case 0x0C: bytes.append("\\f")
        case 0x0D: bytes.append("\\r")
        default:  // open set: control characters
            bytes.append("\\u00")
            bytes.append(hexadecimalDigit(byte >> 4))
            bytes.append(hexadecimalDigit(byte & 0xF))
        }
    }

    private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
