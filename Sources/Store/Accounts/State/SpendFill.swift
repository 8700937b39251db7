/// What a read found, with the spend that may be published.
struct SpendFill<Row: AccountRow>: Sendable {
    var row: Row?
    /// The spend is not the one that was read: that has to be read again after the flush.
    var isSpendKept = false
}
