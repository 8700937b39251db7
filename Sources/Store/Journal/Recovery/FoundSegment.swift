/// A segment's file as a directory shows it, read no further than its header.
struct FoundSegment: Sendable {
    let name: String
    /// The number that it is named for.
    let number: Int64
    let file: any JournalFile
    let size: Int
    let header: SegmentHeader.Reading

    private init(
        _ name: String,
        number: Int64,
        file: any JournalFile
    ) throws(SystemError) {
        self.name = name
        self.number = number
        self.file = file
        size = try file.size()
        header = SegmentHeader.read(try file.read(at: 0, count: SegmentHeader.byteCount))
    }

    /// All of them, by their numbers, to be written to.
    static func all(on disk: any JournalDisk) throws(SystemError) -> [FoundSegment] {
        var found: [FoundSegment] = []
        for name in try disk.names() {
            guard let number = SegmentInfo.first(inName: name, suffix: ".wal") else { continue }
            found.append(try FoundSegment(name, number: number, file: disk.update(name)))
        }
        return found
    }

    /// All of them, while a daemon may be at work on them.
    ///
    /// It removes the oldest first: where one has just gone, those before it have too. The last one
    /// may have no header yet.
    static func snapshot(of disk: any JournalDisk) throws(SystemError) -> [FoundSegment] {
        var found: [FoundSegment] = []
        for name in try disk.names() {
            guard let number = SegmentInfo.first(inName: name, suffix: ".wal") else { continue }
            do throws(SystemError) {
                found.append(try FoundSegment(name, number: number, file: disk.read(name)))
            } catch {
                guard error.isMissing else { throw error }
                found = []
            }
        }
        if found.last?.isUnfinished == true { found.removeLast() }
        return found
    }

    /// The header, if the file is what its name says.
    var usable: SegmentHeader? {
        guard case .header(let header) = header, header.first == number else { return nil }
        return header
    }

    /// Whether it was being made when the process ended: it never held a record.
    var isUnfinished: Bool { header == .damaged && size <= SegmentHeader.byteCount }

    func contents() throws(SystemError) -> [UInt8] {
        try file.read(at: 0, count: size)
    }

    /// The last number that it can have held, whatever has become of it.
    var bound: Int64 { number - 1 + Int64(size / RecordHeader.byteCount) }

    /// The last number that it did hold, recognized without a header that names the segment by the
    /// checksums of what the records carry; all that it can have held where nothing is recognized.
    func lastRecognized() throws(SystemError) -> Int64 {
        let bytes = try contents()
        var last = number - 1
        var place = SegmentHeader.byteCount
        while place + RecordHeader.byteCount <= bytes.count {
            guard let record = RecordHeader(unnamed: bytes, at: place),
                (number...bound).contains(record.sequence)
            else {
                place += 1
                continue
            }
            last = max(last, record.sequence)
            place += RecordHeader.byteCount + record.length
        }
        return last < number ? bound : last
    }
}

extension FoundSegment {
    /// The record at a place that its index names; nil when there is none.
    func entry(at offset: Int, _ id: SegmentID) throws(SystemError) -> JournalEntry? {
        let head = try file.read(at: offset, count: RecordHeader.byteCount)
        guard let header = RecordHeader(head, at: 0, segment: id) else { return nil }
        let bytes = try file.read(at: offset, count: RecordHeader.byteCount + header.length)
        var decoder = SegmentDecoder(id, bytes, after: header.sequence - 1)
        guard case .record(let header, let payload) = decoder.next() else { return nil }
        return try? header.entry(in: bytes, payload)
    }
}
