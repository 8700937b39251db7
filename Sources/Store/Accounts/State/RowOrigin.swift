/// Which tables of which database rows come from.
package struct RowOrigin: Equatable, Sendable {
    /// The system identifier of the server; its address where the role may not read that.
    package var server: String
    package var databaseID: Int64
    package var schema: SchemaName
    package var prefix: TablePrefix

    package init(server: String, databaseID: Int64, schema: SchemaName, prefix: TablePrefix) {
        self.server = server
        self.databaseID = databaseID
        self.schema = schema
        self.prefix = prefix
    }
}
