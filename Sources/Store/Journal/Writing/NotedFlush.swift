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
    static func read(in directory: String) -> Int64 {
        let text = FileTree.head(of: "\(directory)/\(fileName)")?.prefix { $0 != "\n" }
        return text.flatMap { Int64($0) }.map { max(0, $0) } ?? 0
    }

    /// Notes it unless that was done just now.
    mutating func write(_ flushed: Int64, in directory: String, ifDue now: Moment) {
        if let last, now.elapsed(since: last) < Self.pause { return }
        last = now
        write(flushed, in: directory)
    }

    /// Notes it; if that fails, the note lags behind, as it may.
    mutating func write(_ flushed: Int64, in directory: String) {
        guard flushed != sequence else { return }
        sequence = flushed
        try? FileTree.store(Array("\(flushed)\n".utf8), as: Self.fileName, in: directory)
    }
}
