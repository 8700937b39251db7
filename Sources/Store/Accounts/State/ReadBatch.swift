/// Rows of one table that one statement reads.
package struct ReadBatch<Row: AccountRow>: Sendable {
    package let ids: [Row.ID]
    /// The moment of sending, in the order of asks and notices.
    package let sentAt: Generation
}
