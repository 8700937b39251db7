/// The expressions of a SELECT that give the same columns on every version of the proxy.
///
/// A column that the version lacks reads as NULL; one of another type is cast. The order is
/// the order asked for, so that a row is read by position.
package struct SelectList: Equatable, Sendable {
    /// The columns in the order asked for.
    package let columns: [ColumnDefinition]
    /// The expressions, ready to stand between SELECT and FROM.
    package let sql: String

    /// The columns of a table that are named, as far as the catalogue has them.
    ///
    /// - Precondition: the names are columns of the table's definition.
    package init(_ table: TableName, _ names: [String], in catalog: Catalog, alias: String? = nil) {
        let definition = table.definition
        let columns = names.map { name in
            guard let column = definition.column(name) else {
                preconditionFailure("\(table.rawValue) has no column \(name)")
            }
            return column
        }
        self.init(columns, of: table, in: catalog, alias: alias)
    }

    /// All columns that we know of a table, as far as the catalogue has them.
    package init(allOf table: TableName, in catalog: Catalog, alias: String? = nil) {
        self.init(table.definition.columns, of: table, in: catalog, alias: alias)
    }

    private init(
        _ columns: [ColumnDefinition],
        of table: TableName,
        in catalog: Catalog,
        alias: String?
    ) {
        self.columns = columns
        let qualifier = alias.map { PostgresIdentifier.quoted($0) + "." } ?? ""
        self.sql = columns.map { wanted in
            let name = PostgresIdentifier.quoted(wanted.name)
            guard let present = catalog.column(table, wanted.name) else {
                return "NULL::\(wanted.type.rawValue) AS \(name)"
            }
            return present.type == wanted.type.rawValue
                ? "\(qualifier)\(name)"
                : "\(qualifier)\(name)::\(wanted.type.rawValue) AS \(name)"
        }
        .joined(separator: ", ")
    }
}
