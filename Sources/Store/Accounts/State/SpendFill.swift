/// A row that a read found, with the spend that may be published.
struct SpendFill<Row: AccountRow>: Sendable {
    var row: Row
    /// Whether the spend is what the row holds; else it has to be read again after the flush.
    var isSure = true
}
