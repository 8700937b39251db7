/// A table as data: what `schema create` makes, and what reads expect at most.
package struct TableDefinition: Hashable, Sendable {
    /// Which table this is.
    package let table: TableName
    /// Its columns in the order in which the proxy's schema lists them.
    package let columns: [ColumnDefinition]
    /// The columns of its primary key, in order.
    package let primaryKey: [String]
    /// Its other indexes.
    package let indexes: [IndexDefinition]
    /// Its references to other tables that we make.
    package let foreignKeys: [ForeignKeyDefinition]

    init(
        _ table: TableName,
        columns: [ColumnDefinition],
        primaryKey: [String],
        indexes: [IndexDefinition] = [],
        foreignKeys: [ForeignKeyDefinition] = []
    ) {
        self.table = table
        self.columns = columns
        self.primaryKey = primaryKey
        self.indexes = indexes
        self.foreignKeys = foreignKeys
    }

    /// The column of that name.
    package func column(_ name: String) -> ColumnDefinition? {
        columns.first { $0.name == name }
    }
}
