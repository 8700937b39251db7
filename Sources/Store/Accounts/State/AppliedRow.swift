/// A row of a full read that counts, since nothing newer was known.
struct AppliedRow: Equatable, Sendable {
    let slot: Int
    /// Whether another row stood there.
    var isChanged = true
    /// Whether what stood there was wrong in more than its spend, and nothing had said so.
    var isDrift = false
}
