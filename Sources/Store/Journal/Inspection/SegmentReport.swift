/// What was found in one segment.
package struct SegmentReport: Equatable, Sendable {
    /// Of its file.
    package var name: String
    package var bytes: Int
    /// Whether its header is whole and of a version that we know; if not, nothing else is known.
    package var isUsable: Bool
    package var first: Int64
    /// One less than `first` when it has no record; if it is unusable, the last that it can have
    /// held.
    package var last: Int64
    package var records = 0
    /// When it was made, and when its last record was written.
    package var created: Timestamp?
    package var lastWritten: Timestamp?
    /// Stretches whose checksums do not match, with a record after them.
    package var damagedStretches = 0
    package var damagedBytes = 0
    /// Numbers that are lost with them.
    package var lost: [ClosedRange<Int64>] = []
    /// Bytes behind the last whole record of the last segment: of a write under way, or cut short.
    package var tailBytes = 0
    /// Whole records that say nothing which this version understands.
    package var unintelligible: [Int64] = []

    /// Whether there is nothing to complain of.
    package var isSound: Bool { isUsable && damagedStretches == 0 && unintelligible.isEmpty }

    init(unusable segment: FoundSegment) {
        name = segment.name
        bytes = segment.size
        isUsable = false
        first = segment.number
        last = segment.bound
    }

    init(_ segment: FoundSegment, _ header: SegmentHeader, _ reading: SegmentReading) {
        name = segment.name
        bytes = segment.size
        isUsable = true
        first = header.first
        last = reading.info.last
        records = reading.records
        created = header.created
        lastWritten = reading.records > 0 ? reading.info.lastTime : nil
        damagedStretches = reading.damages.count
        damagedBytes = reading.damages.reduce(0) { $0 + $1.bytes.count }
        lost = reading.damages.compactMap { damage in
            damage.sequences.isEmpty
                ? nil : damage.sequences.lowerBound...(damage.sequences.upperBound - 1)
        }
        tailBytes = reading.tail?.place.count ?? 0
        unintelligible = reading.unintelligible
    }
}
