@testable import Store

/// A statement for single rows on its way: sent, then seeing the tables, then answered.
protocol FlyingRead {
    var table: CachedTable { get }
    var hasSeen: Bool { get }
    mutating func see(_ database: WalkDatabase)
    func finish(_ cache: inout AccountsState) -> [WaiterID]
    func fail(_ cache: inout AccountsState, now: Moment) -> [WaiterID]
}

struct FlyingStatement<Row: AccountRow>: FlyingRead {
    let table: CachedTable
    let batch: ReadBatch<Row>
    private var rows: [Row]?

    /// nil if the table has nothing to read.
    init?(_ row: Row.Type, _ table: CachedTable, _ cache: inout AccountsState) {
        guard let batch = cache.takeReads(of: row) else { return nil }
        self.table = table
        self.batch = batch
    }

    var hasSeen: Bool { rows != nil }

    mutating func see(_ database: WalkDatabase) {
        rows = database.rows(of: Row.self).filter { batch.ids.contains($0.id) }
    }

    func finish(_ cache: inout AccountsState) -> [WaiterID] {
        cache.finishReads(batch, rows: rows ?? [])
    }

    func fail(_ cache: inout AccountsState, now: Moment) -> [WaiterID] {
        cache.failReads(batch, now: now)
    }
}
