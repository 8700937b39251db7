/// What is known of a segment without reading it.
struct SegmentInfo: Equatable, Sendable {
    let id: SegmentID
    /// The number that its first record has; its file is named for it.
    let first: Int64
    /// The last number that was given before: what lies between that and `first` never was.
    var previous: Int64
    /// The number of its last record; one less than `first` when it has none.
    var last: Int64
    /// Its length, header included.
    var bytes = SegmentHeader.byteCount
    var lastTime: Timestamp
    var marks: [SegmentMark] = []

    init(_ header: SegmentHeader) {
        self.init(id: header.id, first: header.first, created: header.created)
        previous = header.previous
    }

    init(id: SegmentID, first: Int64, created: Timestamp) {
        self.id = id
        self.first = first
        previous = first - 1
        last = first - 1
        lastTime = created
    }

    /// A record was appended, or read at the end.
    mutating func add(_ sequence: Int64, byteCount: Int, time: Timestamp) {
        if isMarkDue(time) {
            marks.append(SegmentMark(sequence: sequence, offset: bytes, time: time))
        }
        last = sequence
        lastTime = time
        bytes += byteCount
    }

    /// Bytes that are no records any more, with the numbers that are lost with them.
    mutating func skip(_ byteCount: Int, through sequence: Int64) {
        last = max(last, sequence)
        bytes += byteCount
    }

    private func isMarkDue(_ time: Timestamp) -> Bool {
        guard let mark = marks.last else { return true }
        // Also when the clock was set back, so that times stay near the truth.
        return bytes - mark.offset >= JournalLimits.markBytes
            || abs(time.milliseconds &- mark.time.milliseconds) >= JournalLimits.markMilliseconds
    }

    /// The last mark at or before a record, or the place where the first record is.
    func mark(before sequence: Int64) -> SegmentMark {
        var low = 0
        var high = marks.count
        while low < high {
            let middle = (low + high) / 2
            if marks[middle].sequence <= sequence { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else {
            let time = marks.first?.time ?? lastTime
            return SegmentMark(sequence: first, offset: SegmentHeader.byteCount, time: time)
        }
        return marks[low - 1]
    }

    /// Its file's name.
    static func fileName(_ first: Int64) -> String { name(first) + ".wal" }

    /// The name of the file with its idempotency keys.
    static func keysName(_ first: Int64) -> String { name(first) + ".keys" }

    private static func name(_ first: Int64) -> String {
        let digits = String(first)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
    }

    /// The first number of the segment that a file of this name belongs to; nil for other files.
    static func first(inName name: String, suffix: String) -> Int64? {
        guard name.hasSuffix(suffix), name.utf8.count == 20 + suffix.utf8.count,
            name.utf8.prefix(20).allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 })
        else { return nil }
        return Int64(name.dropLast(suffix.count))
    }
}
