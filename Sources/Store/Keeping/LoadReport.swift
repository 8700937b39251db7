/// What a full read of the cached tables has found.
package struct LoadReport: Equatable, Sendable {
    package var startedAt: Moment
    package var seconds = 0.0
    /// Rows read, by table.
    package var rows: [CachedTable: Int] = [:]
    /// Rows that were not in memory as they were read, and rows in memory that are gone.
    package var changes: [CachedTable: Int] = [:]

    package init(startedAt: Moment) {
        self.startedAt = startedAt
    }

    /// Rows read, of all tables.
    package var rowCount: Int { rows.values.reduce(0, +) }
    /// Rows that were wrong in memory, of all tables.
    package var changeCount: Int { changes.values.reduce(0, +) }
}
