/// Reads the text of a number that was found valid.
enum JSONNumber {
    /// The value, if the text is an integer that `Int64` holds; `-0` is none, since it is not 0.
    @inline(__always)
    static func int64(_ bytes: Span<UInt8>, _ text: Range<Int>) -> Int64? {
        let isNegative = bytes[text.lowerBound] == UInt8(ascii: "-")
        var magnitude: UInt64 = 0
        for index in text.dropFirst(isNegative ? 1 : 0) {
            let digit = bytes[index] &- UInt8(ascii: "0")
            if digit > 9 { return nil }
            let (shifted, overflows) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carries) = shifted.addingReportingOverflow(UInt64(digit))
            if overflows || carries { return nil }
            magnitude = sum
        }
        if !isNegative { return Int64(exactly: magnitude) }
        if magnitude == 0 { return nil }
        if magnitude == 1 << 63 { return Int64.min }
        return Int64(exactly: magnitude).map { -$0 }
    }

    /// The value as a tree holds it: `int` where `Int64` holds it, else the text as it came.
    static func value(_ bytes: Span<UInt8>, _ text: Range<Int>) -> JSON {
        if let value = int64(bytes, text) { return .int(value) }
        return .number(JSONText.string(bytes, text, hasEscapes: false))
    }
}
