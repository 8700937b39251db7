/// The SQL types that the proxy's tables use, spelled as `format_type` prints them.
package enum ColumnType: String, CaseIterable, Hashable, Sendable {
    /// UTF-8 text of any length.
    case text
    /// A list of texts.
    case textList = "text[]"
    /// True or false.
    case boolean
    /// 32 bits.
    case integer
    /// 64 bits.
    case bigint
    /// Binary floating point; all money in the tables is this.
    case double = "double precision"
    /// JSON, parsed.
    case json = "jsonb"
    /// Milliseconds, without zone, always meant as UTC.
    case timestamp = "timestamp(3) without time zone"
}
