import Store

/// Prints what the daemon selects at its start, a statement per line, so that COPY can be given the
/// same columns.
struct SelectTask {
    let catalog: Catalog

    func run() {
        print(select(KeyRow.self))
        print(select(TeamRow.self))
        print(select(UserRow.self))
    }

    private func select<Row: StoredRow>(_ row: Row.Type) -> String {
        let list = SelectList(Row.tableName, Row.columns, in: catalog)
        return "SELECT \(list.sql) FROM \(catalog.quoted(Row.tableName))"
    }
}
