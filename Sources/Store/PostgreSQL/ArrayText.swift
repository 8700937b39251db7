/// The text form of Postgres arrays: `{a,"b c",NULL}`.
///
/// https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
enum ArrayText {
    /// Writes texts; every element is quoted, so that none can be taken for NULL or syntax.
    static func encode(_ elements: [String?]) -> String {
        // Bytes, since walking over characters costs several times as much.
        var out = [UInt8(ascii: "{")]
        out.reserveCapacity(elements.reduce(2) { $0 + 4 + ($1?.utf8.count ?? 0) })
        for (index, element) in elements.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            guard let element else {
                out.append(contentsOf: "NULL".utf8)
                continue
            }
            out.append(UInt8(ascii: "\""))
            append(element.utf8Span.span, to: &out)
            out.append(UInt8(ascii: "\""))
        }
        out.append(UInt8(ascii: "}"))
        return String(decoding: out, as: UTF8.self)
    }

    private static func append(_ element: Span<UInt8>, to out: inout [UInt8]) {
        for index in element.indices {
            let byte = element[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                out.append(UInt8(ascii: "\\"))
            }
            out.append(byte)
        }
    }

    /// Writes elements that need no quotes, such as numbers.
    static func encodeBare(_ elements: [String?]) -> String {
        "{" + elements.map { $0 ?? "NULL" }.joined(separator: ",") + "}"
    }

    /// Reads a one-dimensional array; nil when the text is not one.
    static func decode(_ bytes: Span<UInt8>) -> [String?]? {
        var reader = ArrayReader(position: ArrayReader.skipBounds(bytes))
        return reader.readArray(bytes)
    }
}

/// Walks over the text of an array.
private struct ArrayReader {
    var position: Int

    /// The index after a prefix such as `[0:2]=`, which arrays with unusual bounds carry.
    static func skipBounds(_ bytes: Span<UInt8>) -> Int {
        guard bytes.count > 0, bytes[0] == UInt8(ascii: "[") else { return 0 }
        for index in 0..<bytes.count where bytes[index] == UInt8(ascii: "=") { return index + 1 }
        return bytes.count
    }

    mutating func readArray(_ bytes: Span<UInt8>) -> [String?]? {
        guard take(UInt8(ascii: "{"), bytes) else { return nil }
        if take(UInt8(ascii: "}"), bytes) { return position == bytes.count ? [] : nil }
        var elements: [String?] = []
        while true {
            if take(UInt8(ascii: "\""), bytes) {
                guard let text = readQuoted(bytes) else { return nil }
                elements.append(text)
            } else {
                guard let text = readBare(bytes) else { return nil }
                elements.append(text == "NULL" ? nil : text)
            }
            if take(UInt8(ascii: ","), bytes) { continue }
            guard take(UInt8(ascii: "}"), bytes), position == bytes.count else { return nil }
            return elements
        }
    }

    private mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func readQuoted(_ bytes: Span<UInt8>) -> String? {
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: content, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") {
                guard position < bytes.count else { return nil }
                content.append(bytes[position])
                position += 1
            } else {
                content.append(byte)
            }
        }
        return nil
    }

    /// The server escapes unusual characters only inside quotes; braces here mean more dimensions.
    private mutating func readBare(_ bytes: Span<UInt8>) -> String? {
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") { break }
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "\"") { return nil }
            content.append(byte)
            position += 1
        }
        return content.isEmpty ? nil : String(decoding: content, as: UTF8.self)
    }
}
