/// The text format of COPY: tabs between columns, a line feed after each row, `\\N` for NULL.
///
/// https://www.postgresql.org/docs/current/sql-copy.html
enum CopyText {
    static func append(_ row: [String?], to block: inout [UInt8]) {
        for (index, value) in row.enumerated() {
            if index > 0 { block.append(UInt8(ascii: "\t")) }
            append(value, to: &block)
        }
        block.append(UInt8(ascii: "\n"))
    }

    private static func append(_ value: String?, to block: inout [UInt8]) {
        guard let value else {
            block.append(contentsOf: "\\N".utf8)
            return
        }
        let span = value.utf8Span.span
        guard needsEscapes(span) else {
            block.append(contentsOf: value.utf8)
            return
        }
        for index in span.indices {
            let byte = span[index]
            let letter = escape(of: byte)
            if letter != nil { block.append(UInt8(ascii: "\\")) }
            block.append(letter ?? byte)
        }
    }

    private static func needsEscapes(_ span: Span<UInt8>) -> Bool {
        for index in span.indices where escape(of: span[index]) != nil { return true }
        return false
    }

    /// What stands behind a backslash in the place of a byte; nil where the byte stands itself.
    private static func escape(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\\"): byte
        case UInt8(ascii: "\t"): UInt8(ascii: "t")
        case UInt8(ascii: "\n"): UInt8(ascii: "n")
        case UInt8(ascii: "\r"): UInt8(ascii: "r")
        default: nil  // open set: bytes
        }
    }
}
