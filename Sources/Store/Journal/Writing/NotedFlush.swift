/// The file that says how far the flush was, for a start without the database.
///
/// It may lag behind: then more counts as unflushed than is, until the database is asked. It also
/// shows a journal that has lost its end, and an operator without the database how far it was: so
/// it is brought up to date by itself, within `pause`, and where nothing waits within `shortPause`.
struct NotedFlush {
    static let fileName = "flushed"
    static let pause = Duration.seconds(5)
    static let shortPause = Duration.seconds(1)
    private var sequence: Int64?
    private var last: Moment?

    /// What was noted; 0 without a note.
    static func read(on disk: any JournalDisk) throws(SystemError) -> Int64 {
        let text = try disk.contents(of: fileName).map { String(decoding: $0, as: UTF8.self) }
        return text.flatMap { Int64($0.prefix { $0 != "\n" }) }.map { max(0, $0) } ?? 0
    }

    /// How long a number may wait to be noted; nil where it is noted.
    func pause(before flushed: Int64, nothingWaits: Bool, now: Moment) -> Duration? {
        guard flushed != sequence else { return nil }
        guard let last else { return .zero }
        let pause = nothingWaits ? Self.shortPause : Self.pause
        return max(.zero, pause - now.elapsed(since: last))
    }

    /// Notes it; if that fails, the note lags behind, as it may, until the next attempt.
    mutating func write(_ flushed: Int64, on disk: any JournalDisk, now: Moment) {
        guard flushed != sequence else { return }
        last = now
        do throws(SystemError) {
            try disk.store(Array("\(flushed)\n".utf8), as: Self.fileName)
            sequence = flushed
        } catch {}
    }
}
