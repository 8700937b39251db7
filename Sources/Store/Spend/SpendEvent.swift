/// What one call of `spend.record` books: who pays, how much, and what the log says of it.
///
/// This is what the journal keeps. Everything that a flush writes follows from it and from its
/// sequence number, so that a replay writes the same again.
package struct SpendEvent: Equatable, Sendable {
    /// Who pays, as it was known when the event was recorded.
    package var identity: SpendIdentity
    /// The customer's customer, in whose name the request was made.
    package var endUserID: String?
    /// The user row that counts what the proxy spends as a whole, where that is limited.
    package var proxyUserID: String?
    package var spend: Money
    package var log: SpendLogEntry

    package init(identity: SpendIdentity, spend: Money, log: SpendLogEntry) {
        self.identity = identity
        self.spend = spend
        self.log = log
    }
}
