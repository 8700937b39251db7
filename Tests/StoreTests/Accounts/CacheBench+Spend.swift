@testable import Store

extension CacheBench {
    func spend<Row: AccountRow>(_ row: Row.Type, _ id: Row.ID) -> Money? {
        let table = cache[keyPath: Row.table]
        guard let slot = table.find(id), let known = table.slots[slot].row?.row,
            let entity = Row.spendEntity(of: id)
        else { return nil }
        return known.spend.map { $0 + cache.meters.pending(for: entity) }
    }

    /// Changes what the database holds for a row, and nobody hears of it.
    mutating func setSpend<Row: AccountRow>(_ row: Row.Type, _ id: Row.ID, _ spend: Money) {
        guard var stored = rows[Row.reference(to: id)] as? Row else { return }
        stored.spend = spend
        put(stored)
    }
}
