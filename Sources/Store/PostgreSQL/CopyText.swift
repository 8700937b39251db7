/// The text format of COPY: tabs between columns, a line feed after each row, `\N` for NULL.
///
/// https://www.postgresql.org/docs/current/sql-copy.html
enum CopyText {
    static func append(_ row: [String?], to block: inout [CChar]) {
        for (index, value) in row.enumerated() {
            if index > 0 { block.append(CChar(bitPattern: UInt8(ascii: "\t"))) }
            append(value, to: &block)
        }
        block.append(CChar(bitPattern: UInt8(ascii: "\n")))
    }

    private static func append(_ value: String?, to block: inout [CChar]) {
        guard let value else {
            block.append(contentsOf: "\\N".utf8.map { CChar(bitPattern: $0) })
            return
        }
        for byte in value.utf8 {
            let escape: UInt8? =
                switch byte {
                case UInt8(ascii: "\\"): UInt8(ascii: "\\")
                case UInt8(ascii: "\t"): UInt8(ascii: "t")
                case UInt8(ascii: "\n"): UInt8(ascii: "n")
                case UInt8(ascii: "\r"): UInt8(ascii: "r")
                default: nil  // open set: bytes
                }
            if escape != nil { block.append(CChar(bitPattern: UInt8(ascii: "\\"))) }
            block.append(CChar(bitPattern: escape ?? byte))
        }
    }
}
