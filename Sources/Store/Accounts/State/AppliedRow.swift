/// A row that a full read has put into memory.
struct AppliedRow: Equatable, Sendable {
    let slot: Int
    /// What stood there was wrong in more than its spend, and nothing had said so.
    let isDrift: Bool
}
