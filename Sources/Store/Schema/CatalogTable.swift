/// A table as the database has it.
package struct CatalogTable: Equatable, Sendable {
    /// Changes when the table is dropped and made again.
    package let oid: UInt32
    /// Its columns by name.
    package let columns: [String: CatalogColumn]

    /// A table with the columns given.
    package init(oid: UInt32, columns: [CatalogColumn]) {
        self.oid = oid
        self.columns = Dictionary(
            columns.map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}
