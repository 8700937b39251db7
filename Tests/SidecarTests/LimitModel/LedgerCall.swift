import Store

/// One call of `key.authorize`.
struct LedgerCall: Sendable {
    /// The key's place in the world.
    var key: Int
    var model: String?
    var endUser: String?
    var cost: Money?
    var tokens: Int64?
    var lifetimeMilliseconds: Int64?
    /// The connection at whose end the grant ends.
    var connection: UInt64?
}
