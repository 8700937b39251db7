/// Shortens the numbers of a JSON text that Postgres printed.
///
/// A jsonb keeps `1e308` as a decimal and prints all of its 309 digits: a caller could have an
/// answer blown up to fifty times what was stored. The value stays exactly the same.
enum CompactNumbers {
    /// Numbers of up to so many characters stay as they are; none that a person writes is longer.
    static let longestKept = 40

    /// The same JSON with long runs of zeros written as an exponent.
    static func rewrite(_ json: String) -> String {
        guard json.utf8.count > longestKept else { return json }
        let bytes = Array(json.utf8)
        var written: [UInt8] = []
        var copied = 0
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\"") {
                position = endOfString(bytes, from: position)
                continue
            }
            let end = endOfNumber(bytes, from: position)
            if end - position > longestKept, let short = compact(bytes[position..<end]) {
                written += bytes[copied..<position] + short
                copied = end
            }
            position = max(end, position + 1)
        }
        guard copied > 0 else { return json }
        return String(decoding: written + bytes[copied...], as: UTF8.self)
    }

    private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int {
        var position = start + 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return position + 1
    }

    private static func endOfNumber(_ bytes: [UInt8], from start: Int) -> Int {
        var position = start
        while position < bytes.count, isOfDecimal(bytes[position]) { position += 1 }
        return position
    }

    /// Postgres prints no exponents.
    private static func isOfDecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false  // open set: bytes
        }
    }

    /// The number as digits without zeros at their ends, and an exponent.
    ///
    /// - Returns: nil if that is no shorter.
    private static func compact(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let zero = UInt8(ascii: "0")
        let isNegative = text.first == UInt8(ascii: "-")
        let parts = text.dropFirst(isNegative ? 1 : 0)
            .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first else { return nil }
        let fraction = parts.count == 2 ? parts[1] : []
        let significant = Array((Array(whole) + fraction).drop { $0 == zero })
        guard let last = significant.lastIndex(where: { $0 != zero }) else { return [zero] }
        let exponent = significant.count - 1 - last - fraction.count
        var short = isNegative ? [UInt8(ascii: "-")] : []
        short += significant[...last]
        if exponent != 0 { short += Array("e\(exponent)".utf8) }
        return short.count < text.count ? short : nil
    }
}
