@testable import Store

/// All that one row has been, commit by commit.
struct RowHistory {
    private struct Version {
        let row: (any AccountRow)?
        let from: Int
    }

    private var versions = [Version(row: nil, from: 0)]

    var current: (any AccountRow)? { versions[versions.count - 1].row }

    mutating func commit(_ row: (any AccountRow)?, at commit: Int) {
        if versions[versions.count - 1].from == commit { versions.removeLast() }
        versions.append(Version(row: row, from: commit))
    }

    /// What it was once this commit was done.
    func row(at commit: Int) -> (any AccountRow)? {
        versions.last { $0.from <= commit }?.row
    }

    /// Whether it was like this at some moment since that commit, right after it included.
    func was(since commit: Int, _ condition: ((any AccountRow)?) -> Bool) -> Bool {
        var end = Int.max
        for version in versions.reversed() {
            guard end > commit else { return false }
            if condition(version.row) { return true }
            end = version.from
        }
        return false
    }
}

extension AccountRow {
    func isSame(as other: (any AccountRow)?) -> Bool { (other as? Self) == self }
}
