/// What became of a change of one key; only the first has changed anything.
enum KeyWriteOutcome: Equatable, Sendable {
    case written(KeyRecord)
    /// Of an INSERT: the token exists. Of an UPDATE: it does not.
    case noRow
    /// Another key has the alias.
    case aliasTaken
    /// The database has no such column, which the parameter asked for.
    case lacking(KeyColumn, parameter: String)
}

extension KeyWriteOutcome {
    /// The row that was written.
    ///
    /// - Parameter missing: what it means that no row was.
    /// - Returns: the row afterwards.
    /// - Throws: what stood in the way.
    func record(missing: StoreError) throws(StoreError) -> KeyRecord {
        switch self {
        case .written(let record): return record
        case .noRow: throw missing
        case .aliasTaken:
            throw StoreError(
                .conflict,
                "Another key has this alias.",
                field: KeyColumn.keyAlias.rawValue
            )
        case .lacking(let column, let parameter):
            throw KeyManagement.lacking(column, parameter)
        }
    }
}
