/// The last guard before a text leaves the process: whatever looks like a virtual key is masked.
///
/// Nothing should log a key in the first place; this is for the message of somebody else's error.
package enum LogRedaction {
    /// What stands in the place of a key.
    package static let mask = "sk-***"

    /// As many letters of the alphabet of keys after `sk-` make it one.
    package static let leastKeyLetters = 8

    /// The text with every `sk-…` of eight letters or more masked.
    package static func redact(_ text: String) -> String {
        guard holdsMark(text.utf8Span.span) else { return text }
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        var position = 0
        while position < bytes.count {
            let end = keyEnd(bytes, from: position)
            if end > position {
                kept += mask.utf8
                position = end
            } else {
                kept.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// Whether `sk-` stands anywhere: byte by byte, as each refusal is looked through.
    private static func holdsMark(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices.dropLast(2) where bytes[index] == UInt8(ascii: "s") {
            if bytes[index + 1] == UInt8(ascii: "k") && bytes[index + 2] == UInt8(ascii: "-") {
                return true
            }
        }
        return false
    }

    /// Where the key that begins here ends; `start` itself where none does.
    private static func keyEnd(_ bytes: [UInt8], from start: Int) -> Int {
        guard bytes[start...].starts(with: "sk-".utf8) else { return start }
        let letters = bytes[(start + 3)...].prefix(while: isKeyLetter)
        return letters.count >= leastKeyLetters ? letters.endIndex : start
    }

    private static func isKeyLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false  // open set: bytes
        }
    }
}
