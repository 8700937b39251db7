/// A key's row as management shows it.
package struct KeyRecord: Equatable, Sendable {
    /// The column `token`.
    package var token: String
    /// The row as a JSON object: columns by their names, times in RFC 3339, UTC.
    package var json: String
}
