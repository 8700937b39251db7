/// The file that says how far the flush was, for a start without the database.
///
/// It may lag behind: then more counts as unflushed than is, until the database is asked. It also
/// shows a journal that has lost its end.
struct NotedFlush {
    static let fileName = "flushed"
    private static let pause = Duration.seconds(5)
    private var sequence: Int64?
    private var last: Moment?

    /// What was noted; 0 without a note.
    static func read(on disk: any JournalDisk) throws(SystemError) -> Int64 {
        let text = try disk.contents(of: fileName).map { String(decoding: $0, as: UTF8.self) }
        return text.flatMap { Int64($0.prefix { $0 != "\n" }) }.map { max(0, $0) } ?? 0
    }

    /// Notes it unless that was done just now.
    mutating func write(_ flushed: Int64, on disk: any JournalDisk, ifDue now: Moment) {
        if let last, now.elapsed(since: last) < Self.pause { return }
        last = now
        write(flushed, on: disk)
    }

    /// Notes it; if that fails, the note lags behind, as it may.
    mutating func write(_ flushed: Int64, on disk: any JournalDisk) {
        guard flushed != sequence else { return }
        sequence = flushed
        try? disk.store(Array("\(flushed)\n".utf8), as: Self.fileName)
    }
}
