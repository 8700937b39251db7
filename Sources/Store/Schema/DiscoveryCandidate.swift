/// A table that looks like the table of keys, so that others will stand beside it.
package struct DiscoveryCandidate: Hashable, Sendable, CustomStringConvertible {
    /// The Postgres schema that it is in.
    package let schema: SchemaName
    /// What stands before the names there.
    package let prefix: TablePrefix

    /// Reads a table's place; nil if its name is not that of a key table.
    ///
    /// The archive of deleted keys and the table of deprecated ones end like the key table.
    package init?(schema: String, table: String) {
        let ending = TableName.verificationToken.rawValue
        let others = [
            TableName.deprecatedVerificationToken, .deletedVerificationToken,
        ]
        guard table.hasSuffix(ending), !others.contains(where: { table.hasSuffix($0.rawValue) }),
            let schema = try? SchemaName(schema),
            let prefix = try? TablePrefix(String(table.dropLast(ending.count)))
        else { return nil }
        self.schema = schema
        self.prefix = prefix
    }

    /// The table's name, unquoted.
    package var table: String { prefix.name(of: .verificationToken) }

    /// Schema and table, for a message.
    package var description: String { "\(schema.rawValue).\(table)" }
}
