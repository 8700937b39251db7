/// What one round of resets came to.
package struct ResetReport: Equatable, Sendable {
    /// Rows that started again, by their table.
    package var rows: [TableName: Int] = [:]
    /// Rows whose period nobody can read: they never start again.
    package var unreadable = 0
    /// Whether another daemon was at it.
    package var isTakenByAnother = false

    package init() {}
}
