/// What intake and flush tell the memory of spend, so that it always counts every event once.
///
/// What is journaled and not yet in its row is *pending*; spend is what the row says and what is
/// pending. Every call is short and never blocks, but for `identity`, which may wait for a read.
package protocol SpendLedger: Sendable {
    /// Who pays for the requests of a key, as far as it can be known now.
    ///
    /// Never refused: not for a blocked, expired or deleted key, and not while the database is
    /// away. What cannot be known is left unresolved.
    func identity(ofKey token: TokenHash) async -> SpendIdentity

    /// These are journaled: they count from now on.
    func add(_ charges: SpendCharges)

    /// These count no longer: their group commit failed, or a row read since holds them already.
    func drop(_ charges: SpendCharges)

    /// A transaction is about to begin that raises these rows: until it ends, a read does not say
    /// whether it saw the rise.
    func beginFlush(_ entities: some Sequence<SpendEntity>)

    /// The transaction has ended.
    ///
    /// - Parameters:
    ///   - committed: What it booked; nil if it was rolled back. Whoever lost the answer to COMMIT
    ///     calls this only when the checkpoint has told which it was.
    ///   - spends: What the rows held after it, as the statements returned it. May lack rows: for
    ///     these the rise is added to what is in memory, and they are read again.
    func endFlush(committed: SpendCharges?, spends: [SpendEntity: Money])

    /// A key got another hash: what is pending, and what will be added under the old one, counts
    /// for the new one. Nothing happens the second time.
    func moveKey(from: TokenHash, to: TokenHash)

    /// Keys that were seen to have got another hash, to be journaled; for one consumer.
    var keyMoves: AsyncStream<KeyMove> { get }
}
