/// All that reading a segment from its beginning to its end tells.
struct SegmentReading {
    var info: SegmentInfo
    private(set) var records = 0
    private(set) var keys: [UInt128: KeyEntry] = [:]
    /// Records that are more than plain events, and where they are.
    private(set) var notes: [(offset: Int, entry: JournalEntry)] = []
    private(set) var damages: [SegmentDamage] = []
    /// What stands after the last whole record.
    private(set) var tail: SegmentDamage?
    /// Numbers of whole records that say nothing which we understand.
    private(set) var unintelligible: [Int64] = []

    /// - Parameters:
    ///   - header: What the file begins with.
    ///   - bytes: The whole file.
    ///   - decodesAll: Whether to look into plain events too.
    init(_ header: SegmentHeader, _ bytes: [UInt8], decodesAll: Bool = false) {
        info = SegmentInfo(header)
        var decoder = SegmentDecoder(
            header.id,
            bytes,
            from: SegmentHeader.byteCount,
            after: header.first - 1
        )
        while true {
            switch decoder.next() {
            case .record(let header, let payload):
                add(header, bytes, payload, isDecoded: decodesAll || header.isNote)
            case .damaged(let place, let lost):
                damages.append(
                    SegmentDamage(place: place, sequences: lost, bytes: Array(bytes[place]))
                )
                info.skip(place.count, through: lost.upperBound - 1)
            case .tail(let place):
                let next = info.last + 1
                tail = SegmentDamage(
                    place: place,
                    sequences: next..<next,
                    bytes: Array(bytes[place])
                )
                return
            case .end:
                return
            }
        }
    }

    /// What stands at the end is not the trace of a crash: records follow in another segment.
    mutating func takeTailForDamage(through last: Int64) {
        guard var tail else { return }
        tail.sequences = tail.sequences.lowerBound..<max(last + 1, tail.sequences.lowerBound)
        damages.append(tail)
        info.skip(tail.place.count, through: last)
        self.tail = nil
    }

    /// What the file beside the segment is to hold.
    var unfiled: UnfiledKeys {
        UnfiledKeys(
            info: info,
            isWhole: damages.isEmpty,
            notes: notes.map(\.offset),
            keys: keys
        )
    }

    private mutating func add(
        _ header: RecordHeader,
        _ bytes: [UInt8],
        _ payload: Range<Int>,
        isDecoded: Bool
    ) {
        if let key = header.key(in: bytes, payload) {
            keys[key.scope] = KeyEntry(key, sequence: header.sequence, time: header.time)
        }
        if isDecoded {
            if let entry = try? header.entry(in: bytes, payload) {
                if header.isNote { notes.append((info.bytes, entry)) }
            } else {
                unintelligible.append(header.sequence)
            }
        }
        records += 1
        let size = RecordHeader.byteCount + payload.count
        info.add(header.sequence, byteCount: size, time: header.time)
    }
}
