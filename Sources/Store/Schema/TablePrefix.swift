/// What stands before every table name (`LiteLLM_`, or another brand's): a checked name.
package struct TablePrefix: Hashable, Sendable, CustomStringConvertible {
    /// The prefix, unquoted; may be empty.
    package let rawValue: String

    /// The prefix of a new database, unless something else was asked for.
    package static let standard = TablePrefix(unchecked: "LiteLLM_")

    /// Checks a prefix that comes from settings or from the catalogue.
    ///
    /// - Throws: `IdentifierError` for a prefix under which Postgres would cut a table name.
    package init(_ prefix: String) throws(IdentifierError) {
        try checkIdentifier(prefix, maximumBytes: IdentifierLimits.maximumPrefixBytes)
        self.rawValue = prefix
    }

    private init(unchecked prefix: String) {
        self.rawValue = prefix
    }

    /// A table's name under this prefix, unquoted.
    package func name(of table: TableName) -> String { rawValue + table.rawValue }

    /// The prefix, unquoted.
    package var description: String { rawValue }
}
