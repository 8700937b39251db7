/// The columns of one row, taken from left to right.
///
/// What a column of a foreign table may hold is not ours to decide, so reading is lenient where
/// the proxy is: NULL reads as empty, a number that is not finite as none.
package struct RowFields {
    private let row: PostgresRow
    private var column = -1

    init(_ row: PostgresRow) {
        self.row = row
    }

    mutating func text() throws(PostgresError) -> String? {
        column += 1
        return try row.optionalText(column)
    }

    /// A text that is never NULL, as part of a primary key.
    mutating func requiredText() throws(PostgresError) -> String {
        column += 1
        return try row.text(column)
    }

    /// A token; nil where the text is none, as of keys that were stored in clear.
    mutating func token() throws(PostgresError) -> TokenHash? {
        column += 1
        return try row.withBytes(column) { bytes in
            guard let bytes else { return nil }
            return TokenHash(hex: bytes)
        }
    }

    mutating func int() throws(PostgresError) -> Int64? {
        column += 1
        return try row.optionalInt(column)
    }

    mutating func bool() throws(PostgresError) -> Bool {
        column += 1
        return try row.optionalBool(column) ?? false
    }

    /// A limit in dollars: none where the number is not finite.
    mutating func limit() throws(PostgresError) -> Money? {
        column += 1
        return try row.optionalDouble(column).flatMap(Money.init(dollars:))
    }

    /// An amount spent: zero for NULL, nil where the number is not finite.
    mutating func spend() throws(PostgresError) -> Money? {
        column += 1
        return Money(dollars: try row.optionalDouble(column) ?? 0)
    }

    mutating func timestamp() throws(PostgresError) -> Timestamp? {
        column += 1
        return try row.optionalText(column).flatMap(Timestamp.init(postgres:))
    }

    /// When something ends; nil: never.
    mutating func end() throws(PostgresError) -> Timestamp? {
        column += 1
        return try row.optionalText(column).flatMap(Timestamp.init(postgresEnd:))
    }

    /// A list of texts, without its NULLs.
    mutating func list() throws(PostgresError) -> [String] {
        column += 1
        return try row.optionalArray(column)?.compactMap(\.self) ?? []
    }

    /// The text of a jsonb column; `{}` for NULL.
    mutating func json() throws(PostgresError) -> String {
        column += 1
        return try row.optionalText(column).map(CompactNumbers.rewrite) ?? "{}"
    }
}
