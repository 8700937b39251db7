/// The Postgres schema that holds the tables: a checked name.
package struct SchemaName: Hashable, Sendable, CustomStringConvertible {
    /// The name, unquoted.
    package let rawValue: String

    /// Where the tables are unless something else was asked for.
    package static let `public` = SchemaName(unchecked: "public")
    /// Where our own tables and functions are; fixed.
    package static let sidecar = SchemaName(unchecked: "sidecar")

    /// Checks a name that comes from settings or from the catalogue.
    ///
    /// - Throws: `IdentifierError` for a name that Postgres would cut, that it keeps for
    ///   itself, or that is our own.
    package init(_ name: String) throws(IdentifierError) {
        if name.isEmpty { throw .empty }
        try checkIdentifier(name, maximumBytes: IdentifierLimits.maximumBytes)
        let isReserved =
            name.hasPrefix("pg_") || name == "information_schema" || name == Self.sidecar.rawValue
        if isReserved { throw .reserved(name) }
        self.rawValue = name
    }

    private init(unchecked name: String) {
        self.rawValue = name
    }

    /// The name as it stands in SQL.
    package var quoted: String { PostgresIdentifier.quoted(rawValue) }

    /// The name, unquoted.
    package var description: String { rawValue }
}
