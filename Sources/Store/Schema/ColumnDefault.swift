/// The defaults that the proxy's tables use.
package enum ColumnDefault: String, Hashable, Sendable {
    /// An empty JSON object.
    case emptyObject = "'{}'"
    /// An empty JSON list.
    case emptyArray = "'[]'"
    /// An empty list of texts.
    case emptyList = "ARRAY[]::text[]"
    /// An empty text.
    case emptyText = "''"
    /// Zero, for counts.
    case zero = "0"
    /// Zero, for money.
    case zeroDouble = "0.0"
    /// False.
    case no = "false"
    /// The moment of the transaction, through the session's time zone.
    case now = "CURRENT_TIMESTAMP"
}
