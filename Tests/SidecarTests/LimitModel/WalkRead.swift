@testable import Store

/// Statements of the walk that were sent together, and have not answered.
struct WalkRead: Sendable {
    /// The rows as they were then; nil where the statements come to see them as late as they can.
    var rows: LedgerRows?
    /// Hands each statement what it finds in these rows.
    var ends: [@Sendable (inout AccountsState, LedgerRows) -> Void] = []
}
