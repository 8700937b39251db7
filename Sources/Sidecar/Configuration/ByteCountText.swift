/// The grammar of sizes in settings: `8GiB`, `1MiB`, `64KiB`, or a number of bytes.
package enum ByteCountText {
    /// What a message calls a well-formed value.
    package static let expected = "a size such as 8GiB, 1MiB, 64KiB, or a number of bytes"

    private static let units: [(suffix: String, bytes: Int)] = [
        ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
    ]

    /// Reads digits, an optional blank and an optional binary unit; nil for anything else.
    package static func parse(_ text: String) -> Int? {
        let unit = units.first { text.hasSuffix($0.suffix) } ?? ("", 1)
        var digits = text.dropLast(unit.suffix.count)
        if !unit.suffix.isEmpty, digits.hasSuffix(" ") { digits = digits.dropLast() }
        guard let count = DigitText.parse(digits), let count = Int(exactly: count) else {
            return nil
        }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: unit.bytes)
        return overflow ? nil : bytes
    }

    /// Writes a size in the largest unit that divides it.
    package static func render(_ bytes: Int) -> String {
        guard let unit = units.first(where: { bytes != 0 && bytes.isMultiple(of: $0.bytes) }) else {
            return "\(bytes)"
        }
        return "\(bytes / unit.bytes)\(unit.suffix)"
    }
}
