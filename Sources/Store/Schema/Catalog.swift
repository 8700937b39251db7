/// What a database has of the proxy's tables, as found at one moment.
///
/// Tables and columns that a version lacks are absent, those that we do not know are not in
/// here. All names that go into SQL come from here.
package struct Catalog: Equatable, Sendable {
    /// The Postgres schema that holds the tables.
    package let schema: SchemaName
    /// What stands before each name.
    package let prefix: TablePrefix
    /// The known tables that are there.
    package let tables: [TableName: CatalogTable]
    /// Whether the tables were made by us, and not by a proxy.
    package let isOurs: Bool

    /// A catalogue of the tables given.
    package init(
        schema: SchemaName,
        prefix: TablePrefix,
        tables: [TableName: CatalogTable],
        isOurs: Bool = false
    ) {
        self.schema = schema
        self.prefix = prefix
        self.tables = tables
        self.isOurs = isOurs
    }

    /// Whether the table is there.
    package func has(_ table: TableName) -> Bool { tables[table] != nil }

    /// Whether the table is there and has the column.
    package func has(_ table: TableName, _ column: String) -> Bool {
        self.column(table, column) != nil
    }

    /// A column, or nil where this version lacks it.
    package func column(_ table: TableName, _ name: String) -> CatalogColumn? {
        tables[table]?.columns[name]
    }

    /// The table's name as it stands in SQL, with its schema.
    package func quoted(_ table: TableName) -> String {
        "\(schema.quoted).\(PostgresIdentifier.quoted(prefix.name(of: table)))"
    }

    /// The cached tables that are there, in a fixed order.
    package var cachedTables: [TableName] { TableName.cached.filter(has) }
}
