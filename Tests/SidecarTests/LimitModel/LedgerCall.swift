import Store

/// One call of `key.authorize`.
struct LedgerCall: Sendable {
    /// The key's place in the world; nil for the master key.
    var key: Int?
    var model: String?
    var endUser: String?
    var route: String?
    var cost: Money?
    var tokens: Int64?
    var lifetimeMilliseconds: Int64?
    /// The connection at whose end the grant ends.
    var connection: UInt64?

    /// Whether it only asks what there is: no budget binds it.
    var isInformation: Bool { route == "/v1/models" || route == "/key/info" }
}
