/// The columns of one row, taken from left to right.
///
/// What a column of a foreign table may hold is not ours to decide, so reading is lenient where
/// the proxy is: NULL reads as empty, a number that is not finite as none.
package struct RowFields {
    private enum Source {
        /// Of an answer as a whole.
        case row(PostgresRow)
        /// Of a table that is copied.
        case line(CopyLine)
        case none
    }

    private let names: [String]
    private var source = Source.none
    private var column = -1
    private let lists = SharedValues<[String]>(places: 256)
    private let texts = SharedValues<String>(places: 1_024)

    /// - Parameter names: What the columns are called, for messages.
    init(names: [String]) {
        self.names = names
    }

    /// Goes on with another row; what the ones before had is shared.
    mutating func begin(_ row: PostgresRow) {
        source = .row(row)
        column = -1
    }

    /// Goes on with another row; what the ones before had is shared.
    mutating func begin(_ line: CopyLine) {
        source = .line(line)
        column = -1
    }

    /// Gives the text form of the column's value in place; nil for NULL.
    @inline(__always)
    private func read<R>(
        _ body: (Span<UInt8>?) throws(PostgresError) -> R
    ) throws(PostgresError) -> R {
        switch source {
        case .line(let line): return try line.withBytes(column, body)
        case .row(let row): return try row.withBytes(column, body)
        case .none: throw PostgresError(.misuse, "no row to read columns of")
        }
    }

    private func mismatch(_ what: String) -> PostgresError {
        let name = names.indices.contains(column) ? names[column] : String(column)
        return PostgresError(.unreadable, "column \(name) \(what)")
    }
}

// MARK: - Texts

extension RowFields {
    mutating func text() throws(PostgresError) -> String? {
        column += 1
        return try read { (bytes) throws(PostgresError) in bytes?.text }
    }

    /// A text that many rows have, such as the id of another row.
    mutating func sharedText() throws(PostgresError) -> String? {
        column += 1
        return try read { (bytes) throws(PostgresError) in
            guard let bytes else { return nil }
            // Up to 15 bytes stand in the `String` itself.
            guard bytes.count > 15 else { return bytes.text }
            return try texts.value(of: bytes) { (text) throws(PostgresError) in text.text }
        }
    }

    /// A text that is never NULL, as part of a primary key.
    mutating func requiredText() throws(PostgresError) -> String {
        guard let text = try text() else { throw mismatch("is NULL") }
        return text
    }

    /// A token; nil where the text is none, as of keys that were stored in clear.
    mutating func token() throws(PostgresError) -> TokenHash? {
        column += 1
        return try read { (bytes) throws(PostgresError) in
            guard let bytes else { return nil }
            return TokenHash(hex: bytes)
        }
    }

    /// A list of texts, without its NULLs.
    mutating func list() throws(PostgresError) -> [String] {
        column += 1
        return try read { (bytes) throws(PostgresError) in
            guard let bytes else { return [] }
            return try lists.value(of: bytes) { (text) throws(PostgresError) in
                guard let elements = ArrayText.decode(text) else {
                    throw mismatch("does not hold a list")
                }
                return elements.compactMap(\.self)
            }
        }
    }

    /// The text of a jsonb column; `{}` for NULL.
    mutating func json() throws(PostgresError) -> String {
        column += 1
        return try read { (bytes) throws(PostgresError) in
            guard let bytes else { return "{}" }
            return CompactNumbers.rewrite(bytes.text)
        }
    }
}

// MARK: - Numbers and times

extension RowFields {
    mutating func int() throws(PostgresError) -> Int64? {
        column += 1
        return try read { (bytes) throws(PostgresError) in
            guard let bytes else { return nil }
            guard let value = PlainNumber.integer(bytes) ?? Int64(bytes.text) else {
                throw mismatch("does not hold an integer")
            }
            return value
        }
    }

    mutating func bool() throws(PostgresError) -> Bool {
        column += 1
        return try read { (bytes) throws(PostgresError) in
            guard let bytes else { return false }
            switch bytes.count == 1 ? bytes[0] : 0 {
            case UInt8(ascii: "t"): return true
            case UInt8(ascii: "f"): return false
            default: throw mismatch("does not hold a boolean")  // open set: bytes
            }
        }
    }

    /// A limit in dollars: none where the number is not finite.
    mutating func limit() throws(PostgresError) -> Money? {
        try double().flatMap(Money.init(dollars:))
    }

    /// An amount spent: zero for NULL, nil where the number is not finite.
    mutating func spend() throws(PostgresError) -> Money? {
        Money(dollars: try double() ?? 0)
    }

    mutating func timestamp() throws(PostgresError) -> Timestamp? {
        try text().flatMap(Timestamp.init(postgres:))
    }

    /// When something ends; nil: never.
    mutating func end() throws(PostgresError) -> Timestamp? {
        try text().flatMap(Timestamp.init(postgresEnd:))
    }

    private mutating func double() throws(PostgresError) -> Double? {
        column += 1
        return try read { (bytes) throws(PostgresError) in
            guard let bytes else { return nil }
            guard let value = PlainNumber.double(bytes) ?? Double(bytes.text) else {
                throw mismatch("does not hold a number")
            }
            return value
        }
    }
}
