/// The same limits kept as a list of what happened when: slow, and plain to see.
struct WindowModel {
    var entries: [(time: Int64, count: Int64)] = []

    private static let minute: Int64 = 60_000_000_000
    private static let second: Int64 = 1_000_000_000

    /// What was let in during the 60 seconds that end now, to the nanosecond.
    func exact(at now: Int64) -> Int64 { sum { $0 > now - Self.minute } }

    /// The same with every time put off to the end of its second, which is how long it may last.
    func rounded(at now: Int64) -> Int64 {
        sum { ($0 / Self.second + 1) * Self.second > now - Self.minute }
    }

    private func sum(_ counts: (Int64) -> Bool) -> Int64 {
        entries.reduce(0) { counts($1.time) ? $0 + $1.count : $0 }
    }

    mutating func forget(before now: Int64) {
        entries.removeAll { $0.time < now - 2 * Self.minute }
    }
}
