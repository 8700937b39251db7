/// Bounds of what `spend.record` takes, in one place.
///
/// Lengths are bytes of UTF-8. What stands in an index of Postgres together must stay below 2,704
/// bytes, or the database refuses the row.
package enum RecordLimits {
    /// `request_id`, `session_id`: an index each.
    static let idBytes = 1_024
    /// `end_user_id`: in an index beside the model and its provider.
    static let endUserBytes = 1_024
    static let modelBytes = 512
    static let providerBytes = 128
    static let toolBytes = 256
    static let tagBytes = 512
    static let tags = 100
    /// Columns that stand in no index.
    static let textBytes = 8_192
    /// An idempotency key is hashed, not kept.
    static let idempotencyKeyBytes = 1_024
    /// Dollars of one event: a mistake of units is likelier than a bill.
    static let dollars: Int64 = 1_000_000_000
    /// The columns are `int4`.
    static let int4 = Int64(Int32.max)
}
