/// Whole numbers in settings: ASCII digits, with `_` between digits where that helps the eye.
package enum DigitText {
    /// The number; nil for signs, blanks, other digits, a misplaced `_`, beyond `Int64`.
    package static func parse(_ text: some StringProtocol) -> Int64? {
        let bytes = text.utf8
        let underscore = UInt8(ascii: "_")
        guard let first = bytes.first, first != underscore else { return nil }
        var digits = ""
        var previous = first
        for byte in bytes {
            if byte == underscore {
                guard previous != underscore else { return nil }
            } else {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                digits.unicodeScalars.append(Unicode.Scalar(byte))
            }
            previous = byte
        }
        return previous == underscore ? nil : Int64(digits)
    }
}
