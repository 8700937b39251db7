@testable import Store

/// A read of a whole table on its way: begun, then seeing the table, then bringing its rows.
protocol FlyingLoad {
    /// Does the next piece of it.
    /// - Returns: whether that was the last one.
    mutating func goOn(_ cache: inout AccountsState, _ database: WalkDatabase) -> Bool
    /// Rows that were wrong in memory, so far.
    var drift: Int { get }
}

struct FlyingTable<Row: AccountRow>: FlyingLoad {
    private let startedAt: Generation
    private var rows: ArraySlice<Row>?
    private(set) var drift = 0

    init(_ row: Row.Type, _ cache: inout AccountsState) {
        startedAt = cache.beginLoad(of: row, expectedRows: 0)
    }

    mutating func goOn(_ cache: inout AccountsState, _ database: WalkDatabase) -> Bool {
        guard let rows else {
            rows = database.rows(of: Row.self)[...]
            return false
        }
        drift += cache.applyLoad(Array(rows.prefix(2)), startedAt: startedAt)
        self.rows = rows.dropFirst(2)
        guard rows.count <= 2 else { return false }
        drift += cache.endLoad(of: Row.self, startedAt: startedAt)
        return true
    }
}

/// The tables that one cause has read anew, one after the other.
struct LoadJob {
    enum Cause: Equatable {
        case session(Freshness.Source)
        case sweep
        case reload
    }

    let cause: Cause
    let startedAt: Moment
    /// All that was committed until then, it sees.
    let startedCommit: Int
    var tables: [CachedTable]
    var drift = 0
}
