/// One row of an answer; values are read by the index of their column.
///
/// Reading as a type that the text does not have, or NULL where a value was asked for, throws
/// `.unreadable`, which names the column and never the value.
package struct PostgresRow: Sendable {
    private let handle: ResultHandle
    private let row: Int

    init(_ handle: ResultHandle, row: Int) {
        self.handle = handle
        self.row = row
    }

    /// How many values the row has.
    package var columnCount: Int { handle.columnCount }

    /// Gives the text form of a value as bytes in place, nil for NULL; nothing is copied.
    package func withBytes<R>(
        _ column: Int,
        _ body: (Span<UInt8>?) throws(PostgresError) -> R
    ) throws(PostgresError) -> R {
        try check(column)
        return try unsafe handle.withField(row: row, column: column) {
            bytes throws(PostgresError) in
            guard let bytes = unsafe bytes else { return try body(nil) }
            return try body(unsafe bytes.span)
        }
    }

    /// Whether the value is NULL.
    package func isNull(_ column: Int) throws(PostgresError) -> Bool {
        try withBytes(column) { $0 == nil }
    }

    /// A value as text, nil for NULL.
    package func optionalText(_ column: Int) throws(PostgresError) -> String? {
        try check(column)
        return unsafe handle.withField(row: row, column: column) { bytes in
            unsafe bytes.map { unsafe String(decoding: $0, as: UTF8.self) }
        }
    }

    /// An integer of any width, nil for NULL.
    package func optionalInt(_ column: Int) throws(PostgresError) -> Int64? {
        guard let text = try optionalText(column) else { return nil }
        guard let value = Int64(text) else { throw mismatch(column, "an integer") }
        return value
    }

    /// A float or numeric, nil for NULL; may be infinite or not a number.
    package func optionalDouble(_ column: Int) throws(PostgresError) -> Double? {
        guard let text = try optionalText(column) else { return nil }
        guard let value = Double(text) else { throw mismatch(column, "a number") }
        return value
    }

    /// A boolean, nil for NULL.
    package func optionalBool(_ column: Int) throws(PostgresError) -> Bool? {
        try withBytes(column) { bytes throws(PostgresError) in
            guard let bytes else { return nil }
            switch bytes.count == 1 ? bytes[0] : 0 {
            case UInt8(ascii: "t"): return true
            case UInt8(ascii: "f"): return false
            default:  // open set: bytes
                throw mismatch(column, "a boolean")
            }
        }
    }

    /// The elements of a one-dimensional array.
    package func optionalArray(_ column: Int) throws(PostgresError) -> [String?]? {
        try withBytes(column) { bytes throws(PostgresError) in
            guard let bytes else { return nil }
            guard let elements = ArrayText.decode(bytes) else { throw mismatch(column, "a list") }
            return elements
        }
    }

    /// The bytes of a bytea.
    package func optionalBytea(_ column: Int) throws(PostgresError) -> [UInt8]? {
        try withBytes(column) { bytes throws(PostgresError) in
            guard let bytes else { return nil }
            guard let decoded = ByteaText.decode(bytes) else { throw mismatch(column, "bytes") }
            return decoded
        }
    }

    /// The column's name, for messages.
    package func name(_ column: Int) -> String {
        column >= 0 && column < columnCount ? handle.columnName(column) : "column \(column)"
    }

    private func check(_ column: Int) throws(PostgresError) {
        guard column >= 0, column < handle.columnCount, row < handle.rowCount else {
            throw PostgresError(.misuse, "no column \(column) among \(handle.columnCount)")
        }
    }

    private func mismatch(_ column: Int, _ wanted: String) -> PostgresError {
        PostgresError(.unreadable, "column \(name(column)) does not hold \(wanted)")
    }
}

/// The same for columns that are never NULL.
extension PostgresRow {
    /// A value as text.
    package func text(_ column: Int) throws(PostgresError) -> String {
        try present(column, optionalText(column))
    }

    /// An integer of any width.
    package func int(_ column: Int) throws(PostgresError) -> Int64 {
        try present(column, optionalInt(column))
    }

    /// A float or numeric; may be infinite or not a number.
    package func double(_ column: Int) throws(PostgresError) -> Double {
        try present(column, optionalDouble(column))
    }

    /// A boolean.
    package func bool(_ column: Int) throws(PostgresError) -> Bool {
        try present(column, optionalBool(column))
    }

    /// The elements of an array; a NULL element is refused.
    package func textArray(_ column: Int) throws(PostgresError) -> [String] {
        try present(column, optionalTextArray(column))
    }

    /// The elements of an array, nil for NULL; a NULL element is refused.
    package func optionalTextArray(_ column: Int) throws(PostgresError) -> [String]? {
        guard let elements = try optionalArray(column) else { return nil }
        let texts = elements.compactMap { $0 }
        guard texts.count == elements.count else {
            throw PostgresError(.unreadable, "the list in \(name(column)) holds a NULL")
        }
        return texts
    }

    /// The bytes of a bytea.
    package func bytea(_ column: Int) throws(PostgresError) -> [UInt8] {
        try present(column, optionalBytea(column))
    }

    private func present<T>(_ column: Int, _ value: T?) throws(PostgresError) -> T {
        guard let value else { throw isNull(column) }
        return value
    }

    private func isNull(_ column: Int) -> PostgresError {
        PostgresError(.unreadable, "column \(name(column)) is NULL")
    }
}
