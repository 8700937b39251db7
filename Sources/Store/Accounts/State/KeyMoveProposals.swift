/// Moves of keys that notices tell of, until reads have shown whether they are true.
///
/// Any role of the database can send a notice. One that makes up a move would have a key's spend
/// counted for another one; so a move counts only when the old hash is read to be gone and the new
/// one to be there.
struct KeyMoveProposals: Sendable {
    private var proposals: [TokenHash: Proposal] = [:]

    /// Beyond so many at once, further ones are not heeded: what is booked under an old hash then
    /// waits for the flush to find its way.
    static let maximum = 1024

    private struct Proposal: Sendable {
        var to: TokenHash
        var heardAt: Generation
        var isOldGone = false
        var isNewThere = false
        /// A full read has not shown it: a notice during that may have kept a row away.
        var isInDoubt = false
    }

    var isEmpty: Bool { proposals.isEmpty }

    /// Whether a notice has told that this key's hash is another now.
    func names(old token: TokenHash) -> Bool { proposals[token] != nil }

    /// A notice tells of a move; reads that are sent after `generation` can prove it.
    mutating func propose(_ move: KeyMove, at generation: Generation) {
        guard move.from != move.to else { return }
        // What was to become the old hash becomes the new one.
        for (old, proposal) in proposals where proposal.to == move.from {
            proposals[old] =
                old == move.to ? nil : Proposal(to: move.to, heardAt: proposal.heardAt)
        }
        guard proposals.count < Self.maximum else { return }
        proposals[move.from] = Proposal(to: move.to, heardAt: generation)
    }

    /// A key was read.
    /// - Returns: the moves that are proved by it.
    mutating func read(_ token: TokenHash, isThere: Bool, sentAt: Generation) -> [KeyMove] {
        var proved: [KeyMove] = []
        for (old, proposal) in proposals where proposal.heardAt < sentAt {
            guard old == token || proposal.to == token else { continue }
            guard isThere == (proposal.to == token) else {
                proposals[old] = nil
                continue
            }
            if old == token { proposals[old]?.isOldGone = true }
            if proposal.to == token { proposals[old]?.isNewThere = true }
            guard let known = proposals[old], known.isOldGone, known.isNewThere else { continue }
            proposals[old] = nil
            proved.append(KeyMove(from: old, to: known.to))
        }
        return proved
    }

    /// A full read has ended that tells of every key.
    ///
    /// What it does not show is dropped after the next one, unless reads have decided by then.
    mutating func readAll(startedAt: Generation, isThere: (TokenHash) -> Bool) -> [KeyMove] {
        var proved: [KeyMove] = []
        for (old, proposal) in proposals where proposal.heardAt < startedAt {
            guard !isThere(old), isThere(proposal.to) else {
                proposals[old]?.isInDoubt = true
                if proposal.isInDoubt { proposals[old] = nil }
                continue
            }
            proposals[old] = nil
            proved.append(KeyMove(from: old, to: proposal.to))
        }
        return proved
    }
}
