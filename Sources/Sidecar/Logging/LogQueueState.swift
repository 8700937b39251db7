/// The log lines that wait to be written: bounded, so that a reader who stands still costs lines,
/// and not memory or time.
struct LogQueueState: Equatable, Sendable {
    private var lines: [String] = []
    private var byteCount = 0
    /// Lines for which there was no room since the last batch was taken.
    private var lostCount = 0
    /// The writer has taken a batch and not come back yet.
    private var isWriting = false

    /// Bytes of lines that may wait.
    static let bound = 1 << 20

    /// What is to be written now.
    struct Batch: Equatable, Sendable {
        var lines: [String]
        /// How many lines were lost after these.
        var lostCount: Int
    }

    /// Takes a line, or counts it where there is no room.
    ///
    /// - Returns: whether the writer sleeps and has to be woken.
    mutating func offer(_ line: String) -> Bool {
        let size = line.utf8.count
        guard byteCount + size <= Self.bound || lines.isEmpty else {
            lostCount += 1
            return false
        }
        lines.append(line)
        byteCount += size
        return lines.count == 1 && !isWriting
    }

    /// The writer asks for work, having done what it took before; nil: it may sleep.
    mutating func take() -> Batch? {
        isWriting = !isEmpty
        guard isWriting else { return nil }
        defer {
            lines = []
            byteCount = 0
            lostCount = 0
        }
        return Batch(lines: lines, lostCount: lostCount)
    }

    /// Whether everything was written.
    var isDone: Bool { isEmpty && !isWriting }

    private var isEmpty: Bool { lines.isEmpty && lostCount == 0 }
}
