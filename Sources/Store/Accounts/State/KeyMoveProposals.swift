import OrderedCollections

/// Moves of keys that notices tell of, until reads have shown whether they are true.
///
/// Any role of the database can send a notice. One that makes up a move would have a key's spend
/// counted for another one; so a move counts only when the old hash is read to be gone and the new
/// one to be there.
struct KeyMoveProposals: Sendable {
    private var proposals: OrderedDictionary<TokenHash, Proposal> = [:]

    /// Beyond so many at once, further ones are not heeded: what is booked under an old hash then
    /// waits for the flush to find its way.
    static let maximum = 1024

    private struct Proposal: Sendable {
        var to: TokenHash
        /// When a notice told that the old hash is gone: reads that were sent later count.
        var goneAt: Generation
        /// When a notice told of the new hash.
        var thereAt: Generation
        /// It led to no key at the end of a full read: another notice may be on its way.
        var isInDoubt = false
    }

    var isEmpty: Bool { proposals.isEmpty }

    /// Whether a notice has told that this key's hash is another now.
    func names(old token: TokenHash) -> Bool { proposals[token] != nil }

    /// Whether a notice has told that this is another key's hash now.
    func names(new token: TokenHash) -> Bool { proposals.values.contains { $0.to == token } }

    /// A notice tells of a move; reads that are sent after `generation` can prove it.
    mutating func propose(_ move: KeyMove, at generation: Generation) {
        guard move.from != move.to,
            proposals[move.from] != nil || proposals.count < Self.maximum
        else { return }
        proposals[move.from] = Proposal(to: move.to, goneAt: generation, thereAt: generation)
    }

    /// Keys were read; `isThere` says what reads that were sent after a moment have found.
    ///
    /// - Returns: The moves that are proved.
    mutating func decide(isThere: (TokenHash, Generation) -> Bool?) -> [KeyMove] {
        var proved: [KeyMove] = []
        for (old, proposal) in proposals {
            guard let isOldThere = isThere(old, proposal.goneAt) else { continue }
            let (to, isNewThere) = end(of: proposal, isThere)
            if isOldThere {
                proposals[old] = nil
            } else if isNewThere == true {
                proposals[old] = nil
                proved.append(KeyMove(from: old, to: to))
                lead(from: old, to: to, thereAt: proposal.thereAt)
            }
        }
        return proved
    }

    /// Where a proposal leads, over further ones where the new hash is gone in its turn.
    private func end(
        of proposal: Proposal,
        _ isThere: (TokenHash, Generation) -> Bool?
    ) -> (TokenHash, Bool?) {
        var last = proposal
        // Made-up moves may go in a circle.
        for _ in 0..<proposals.count where isThere(last.to, last.thereAt) == false {
            guard let next = proposals[last.to] else { break }
            last = next
        }
        return (last.to, isThere(last.to, last.thereAt))
    }

    /// What was to become this hash becomes the new one, as is proved.
    private mutating func lead(from old: TokenHash, to new: TokenHash, thereAt: Generation) {
        for (other, proposal) in proposals where proposal.to == old {
            proposals[other]?.to = new
            proposals[other]?.thereAt = max(proposal.thereAt, thereAt)
        }
    }

    /// A full read of the keys has ended: moves that lead to no key are given up when it was so
    /// after an earlier one, too.
    mutating func doubt(isThere: (TokenHash, Generation) -> Bool?) {
        for (old, proposal) in proposals
        where isThere(old, proposal.goneAt) == false && end(of: proposal, isThere).1 == false {
            proposals[old]?.isInDoubt = true
            if proposal.isInDoubt { proposals[old] = nil }
        }
    }
}
