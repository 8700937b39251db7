@testable import Store

/// The true tables behind a walk, with all that they have been.
struct WalkDatabase {
    typealias Change = (reference: RowReference, row: (any AccountRow)?)

    /// How many commits there were.
    private(set) var commit = 0
    private var histories: [RowReference: RowHistory] = [:]
    /// So that a seed gives the same walk in every process.
    private var order: [RowReference] = []

    mutating func write(_ changes: [Change]) {
        commit += 1
        for change in changes {
            if histories[change.reference] == nil { order.append(change.reference) }
            histories[change.reference, default: RowHistory()].commit(change.row, at: commit)
        }
    }

    func history(_ reference: RowReference) -> RowHistory {
        histories[reference] ?? RowHistory()
    }

    func current(_ reference: RowReference) -> (any AccountRow)? {
        histories[reference]?.current
    }

    func rows<Row: AccountRow>(of row: Row.Type) -> [Row] {
        order.compactMap { histories[$0]?.current as? Row }
    }

    /// Whether a key authorizes under this token: its own, or that of an active one.
    func resolves(_ token: TokenHash, at commit: Int, now: Moment) -> Bool {
        if history(.key(token)).row(at: commit) != nil { return true }
        guard let row = history(.deprecatedKey(token)).row(at: commit),
            let rotation = row as? DeprecatedKeyRow, rotation.isValid(now)
        else { return false }
        return history(.key(rotation.activeToken)).row(at: commit) != nil
    }
}

extension DeprecatedKeyRow {
    func isValid(_ now: Moment) -> Bool { revokeAt.map { $0 > now.wall } ?? false }
}
