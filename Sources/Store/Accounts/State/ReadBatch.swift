/// Rows of one table that one statement reads.
package struct ReadBatch<Row: AccountRow>: Sendable {
    package let ids: [Row.ID]
    /// The moment of sending, in the order of asks and notices.
    package let sentAt: Generation
}

extension ReadBatch {
    /// The same reads in two statements.
    var halves: [ReadBatch] { portions(of: (ids.count + 1) / 2) }

    /// The same reads, so many at a time.
    func portions(of count: Int) -> [ReadBatch] {
        stride(from: 0, to: ids.count, by: count).map { begin in
            ReadBatch(ids: Array(ids[begin..<min(begin + count, ids.count)]), sentAt: sentAt)
        }
    }

    /// What a statement has found, ready to be published.
    func found(_ rows: [Row]) -> [Row.ID: Cached<Row>] {
        Dictionary(rows.map { ($0.id, Cached($0)) }, uniquingKeysWith: { _, last in last })
    }
}
