/// What one round of resets came to.
package struct ResetReport: Equatable, Sendable {
    /// Rows that started again, by their table.
    package var rows: [TableName: Int] = [:]
    /// Rows whose period nobody can read: they never start again.
    package var unreadable = 0
    /// What the database refused, in its words; those rows or tables were passed by.
    package var failures: [String] = []
    /// Whether the tiers were left alone, since our own tables are not there.
    package var lacksSchema = false
    /// Whether another daemon was at it.
    package var isTakenByAnother = false

    package init() {}
}
