/// A segment's file as a directory shows it, read no further than its header.
struct FoundSegment: Sendable {
    let name: String
    /// The number that it is named for.
    let number: Int64
    let file: OpenFile
    let size: Int
    let header: SegmentHeader.Reading

    private init(_ name: String, number: Int64, in directory: String) throws(SystemError) {
        self.name = name
        self.number = number
        file = try OpenFile.update("\(directory)/\(name)")
        size = try file.size()
        header = SegmentHeader.read(try file.read(at: 0, count: SegmentHeader.byteCount))
    }

    /// All of them, by their numbers.
    static func all(in directory: String) throws(SystemError) -> [FoundSegment] {
        var found: [FoundSegment] = []
        for name in FileTree.names(in: directory) {
            guard let number = SegmentInfo.first(inName: name, suffix: ".wal") else { continue }
            found.append(try FoundSegment(name, number: number, in: directory))
        }
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
