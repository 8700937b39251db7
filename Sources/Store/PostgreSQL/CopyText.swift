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

// MARK: - Reading

extension CopyText {
    /// Where a value stands in its line.
    struct Field: Equatable {
        var offset: Int32
        /// In bytes; below zero for NULL.
        var count: Int32
    }

    /// Splits a line into its fields, each of which is unescaped where it stands.
    static func split(_ line: inout MutableSpan<UInt8>, into fields: inout [Field]) {
        fields.removeAll(keepingCapacity: true)
        var position = 0
        while position < line.count {
            let start = position
            position = end(of: line.span, from: position)
            let isPlain = position == line.count || line[position] != UInt8(ascii: "\\")
            let count =
                isPlain ? position - start : unescape(&line, from: start, at: &position)
            fields.append(Field(offset: Int32(start), count: Int32(count)))
            // Past the separator.
            position += 1
        }
    }

    /// The first byte from a position on that is no part of a plain text; eight at a time.
    @inline(__always)
    private static func end(of line: Span<UInt8>, from start: Int) -> Int {
        var position = start
        while position + 8 <= line.count {
            let word = line.word(at: position)
            let found = zeroes(word ^ tabs) | zeroes(word ^ lineFeeds) | zeroes(word ^ backslashes)
            guard found == 0 else { return position + found.trailingZeroBitCount / 8 }
            position += 8
        }
        while position < line.count, !isSpecial(line[position]) { position += 1 }
        return position
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\\")
    }

    /// Of the bytes that are zero the lowest has its upper bit set, and none below it has.
    @inline(__always)
    private static func zeroes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    private static var tabs: UInt64 { 0x0909_0909_0909_0909 }
    private static var lineFeeds: UInt64 { 0x0A0A_0A0A_0A0A_0A0A }
    private static var backslashes: UInt64 { 0x5C5C_5C5C_5C5C_5C5C }

    /// Goes on with a field whose first backslash is at `position`, up to its end.
    /// - Returns: How long it is then; below zero for NULL.
    private static func unescape(
        _ line: inout MutableSpan<UInt8>,
        from start: Int,
        at position: inout Int
    ) -> Int {
        var end = position
        while position < line.count, line[position] == UInt8(ascii: "\\") {
            let letter = position + 1 < line.count ? line[position + 1] : UInt8(ascii: "\\")
            position = min(position + 2, line.count)
            // A backslash of a text is written twice: this one is no text's.
            if letter == UInt8(ascii: "N") { return -1 }
            line[end] = byte(behindBackslash: letter)
            end += 1
            let next = Self.end(of: line.span, from: position)
            while position < next {
                line[end] = line[position]
                end += 1
                position += 1
            }
        }
        return end - start
    }

    /// Which byte a letter behind a backslash stands for.
    private static func byte(behindBackslash letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "f"): 12
        case UInt8(ascii: "n"): UInt8(ascii: "\n")
        case UInt8(ascii: "r"): UInt8(ascii: "\r")
        case UInt8(ascii: "t"): UInt8(ascii: "\t")
        case UInt8(ascii: "v"): 11
        default: letter  // open set: bytes
        }
    }
}
