/// Reads records for the flush, from where it is to where the disk is sure.
struct EntryReader {
    private let disk: any JournalDisk
    /// Records that are passed by, since they were taken anew.
    private let replaced: Set<Int64>
    private let limit: Int
    private let bytes: Int
    private var taken = 0
    /// The last number that was read or passed by.
    private(set) var last: Int64
    private(set) var entries: [JournalEntry] = []
    private(set) var damages: [SegmentDamage] = []

    init(
        _ disk: any JournalDisk,
        after sequence: Int64,
        limit: Int,
        bytes: Int,
        passing replaced: Set<Int64>
    ) {
        self.disk = disk
        self.replaced = replaced
        self.limit = limit
        self.bytes = bytes
        last = sequence
    }

    var isFull: Bool { entries.count >= limit || taken >= bytes }

    /// Reads a part of a segment.
    mutating func read(_ view: JournalState.View) throws(JournalError) {
        do throws(SystemError) {
            try walk(view, try disk.read(SegmentInfo.fileName(view.segment.first)))
        } catch {
            throw .unreadable("\(error)")
        }
    }

    private mutating func walk(
        _ view: JournalState.View,
        _ file: any JournalFile
    ) throws(SystemError) {
        var offset = view.begin.offset
        var previous = view.begin.sequence - 1
        var size = JournalLimits.windowBytes
        while offset < view.end, !isFull {
            let count = min(size, view.end - offset)
            let window = try file.read(at: offset, count: count)
            var decoder = SegmentDecoder(view.segment.id, window, after: previous)
            walk(&decoder, window)
            previous = decoder.last
            guard
                let rest = rest ?? (window.count < count ? window.endIndex..<window.endIndex : nil)
            else {
                offset += decoder.offset
                continue
            }
            // The window ends within a record, or the records end here.
            if count == view.end - offset || window.count < count {
                lose(window, rest, previous, through: view.last)
                break
            }
            size = rest.lowerBound == 0 ? size * 2 : JournalLimits.windowBytes
            offset += rest.lowerBound
        }
        if !isFull { last = max(last, view.last) }
    }

    /// What the last walk left, from the last whole record to the end of the window.
    private var rest: Range<Int>?

    private mutating func walk(_ decoder: inout SegmentDecoder, _ window: [UInt8]) {
        rest = nil
        while !isFull {
            switch decoder.next() {
            case .record(let header, let payload): add(header, window, payload)
            case .damaged(let place, let lost):
                // Before the first record that was asked for, it is not looked at again.
                guard lost.upperBound > last + 1 else { continue }
                last = lost.upperBound - 1
                damages.append(
                    SegmentDamage(place: place, sequences: lost, bytes: Array(window[place]))
                )
            case .tail(let place):
                rest = place
                return
            case .end: return
            }
        }
    }

    private mutating func add(_ header: RecordHeader, _ window: [UInt8], _ payload: Range<Int>) {
        guard header.sequence > last else { return }
        last = header.sequence
        guard !replaced.contains(header.sequence) else { return }
        if let entry = try? header.entry(in: window, payload) {
            entries.append(entry)
            taken += RecordHeader.byteCount + payload.count
        } else {
            let numbers = header.sequence..<(header.sequence + 1)
            damages.append(
                SegmentDamage(place: payload, sequences: numbers, bytes: Array(window[payload]))
            )
        }
    }

    private mutating func lose(
        _ window: [UInt8],
        _ place: Range<Int>,
        _ previous: Int64,
        through end: Int64
    ) {
        let numbers = (previous + 1)..<max(end + 1, previous + 1)
        damages.append(
            SegmentDamage(place: place, sequences: numbers, bytes: Array(window[place]))
        )
    }
}
