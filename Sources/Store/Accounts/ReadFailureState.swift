/// Decides which failed reads are told: the first of an outage, and its end.
struct ReadFailureState: Equatable, Sendable {
    /// Rows that could not be read, in total.
    private(set) var count = 0
    private var outages: [CachedTable: Outage] = [:]

    private struct Outage: Equatable, Sendable {
        var rows: Int
        var lastFailure: Moment
    }

    /// A success ends an outage when there was no failure for so long: of a table with one bad
    /// row, which is tried again and again, the others are read all the time.
    static let quiet = Duration.seconds(60)

    /// Rows of a table could not be read.
    ///
    /// - Returns: whether that is the begin of an outage.
    mutating func failed(_ table: CachedTable, rows: Int, now: Moment) -> Bool {
        count += rows
        let isNews = outages[table] == nil
        outages[table, default: Outage(rows: 0, lastFailure: now)].rows += rows
        outages[table]?.lastFailure = now
        return isNews
    }

    /// Rows of a table were read.
    ///
    /// - Returns: how many could not be read in the outage that this ends, if it ends one.
    mutating func succeeded(_ table: CachedTable, now: Moment) -> Int? {
        guard let outage = outages[table],
            now.elapsed(since: outage.lastFailure) >= Self.quiet
        else { return nil }
        outages[table] = nil
        return outage.rows
    }
}
