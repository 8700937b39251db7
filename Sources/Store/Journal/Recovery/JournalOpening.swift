/// Reads what is on the disk, and mends what a crash has left.
struct JournalOpening {
    let directory: String
    let aside: AsideStore
    private let instance: UInt128
    private let now: Timestamp
    private var found: RecoveredJournal
    /// The last number that was given, as far as has been read.
    private var last: Int64 = 0

    init(
        directory: String,
        aside: AsideStore,
        instance: UInt128,
        window: Duration,
        now: Timestamp
    ) {
        self.directory = directory
        self.aside = aside
        self.instance = instance
        self.now = now
        found = RecoveredJournal(keys: KeyIndex(window: window))
    }

    mutating func run() throws(StoreError) -> RecoveredJournal {
        try attempt { () throws(SystemError) in
            for name in FileTree.names(in: directory) where name.hasSuffix(".new") {
                try FileTree.remove("\(directory)/\(name)")
            }
        }
        let all = try attempt { () throws(SystemError) in try FoundSegment.all(in: directory) }
        for segment in all { try refuseForeign(segment) }
        for segment in all where segment.usable == nil { try putAway(segment) }
        let usable = all.compactMap { segment in segment.usable.map { (segment, $0) } }
        for (index, (segment, header)) in usable.enumerated() {
            guard index == 0 || header.first > last else {
                try putAway(segment)
                continue
            }
            noteGap(before: header, isFirst: index == 0)
            if index + 1 < usable.count {
                try takeSealed(segment, header, next: usable[index + 1].1)
            } else {
                try takeActive(segment, header)
            }
        }
        try loadOrphanedKeys()
        found.report.last = last
        found.report.flushed = NotedFlush.read(in: directory)
        found.damaged = found.report.damaged.count
        return found
    }

    private func attempt<T>(_ body: () throws(SystemError) -> T) throws(StoreError) -> T {
        do throws(SystemError) {
            return try body()
        } catch {
            throw StoreError(.unavailable, "the journal cannot be opened: \(error)")
        }
    }

    private func refuseForeign(_ segment: FoundSegment) throws(StoreError) {
        switch segment.header {
        case .header(let header) where header.instance != instance:
            throw StoreError(
                .misconfigured,
                "\(directory)/\(segment.name) is the journal of another instance: it must be "
                    + "flushed by the daemon whose state directory it comes from"
            )
        case .foreignVersion(let version):
            throw StoreError(
                .misconfigured,
                "\(directory)/\(segment.name) has format version \(version), which this version "
                    + "does not know: use the newer one that wrote it"
            )
        case .header, .damaged: break
        }
    }

    /// What is no segment of this journal must neither be lost nor get in the way.
    private mutating func putAway(_ segment: FoundSegment) throws(StoreError) {
        let path = "\(directory)/\(segment.name)"
        guard !segment.isUnfinished else {
            found.report.cutBytes += segment.size
            return try attempt { () throws(SystemError) in
                try FileTree.remove(path)
                try FileTree.sync(directory: directory)
            }
        }
        // Nobody can tell how many numbers it held; it can't have been more than that.
        let most = Int64(segment.size / RecordHeader.byteCount)
        found.report.floor = max(found.report.floor, segment.number - 1 + most)
        found.report.unusable.append(segment.name)
        try attempt { () throws(SystemError) in
            try FileTree.move(path, to: "\(aside.directory)/\(segment.name).damaged")
            try FileTree.sync(directory: aside.directory)
            try FileTree.sync(directory: directory)
        }
    }

    private mutating func noteGap(before header: SegmentHeader, isFirst: Bool) {
        if !isFirst, header.previous > last {
            found.report.missing.append((last + 1)...header.previous)
        }
        last = max(last, header.first - 1)
    }

    /// Takes in a segment that others follow; reads it only if its index does not vouch for it.
    private mutating func takeSealed(
        _ segment: FoundSegment,
        _ header: SegmentHeader,
        next: SegmentHeader
    ) throws(StoreError) {
        if try takeIndex(segment, header) { return }
        let bytes = try attempt { () throws(SystemError) in try segment.contents() }
        var reading = SegmentReading(header, bytes)
        reading.takeTailForDamage(through: max(reading.info.last, next.previous))
        try setAside(reading.damages)
        take(reading)
        found.sealed.append(reading.info)
        let keys = try? reading.index.store(in: directory)
        if let keys {
            found.keys.file(keys)
        } else {
            found.keys.keep(reading.keys, of: header.first)
        }
    }

    private mutating func takeIndex(
        _ segment: FoundSegment,
        _ header: SegmentHeader
    ) throws(StoreError) -> Bool {
        let path = "\(directory)/\(SegmentInfo.keysName(header.first))"
        guard let file = try? OpenFile.read(path), let size = try? file.size(),
            let bytes = try? file.read(at: 0, count: size), let index = SegmentIndex(bytes),
            index.isWhole, index.info.id == header.id, index.info.bytes == segment.size
        else { return false }
        var notes: [JournalEntry] = []
        for offset in index.notes {
            guard let entry = try? segment.entry(at: offset, header.id) else { return false }
            notes.append(entry)
        }
        for entry in notes { found.report.note(entry) }
        found.report.segments += 1
        found.report.records += Int(index.info.last - index.info.first + 1)
        found.sealed.append(index.info)
        found.keys.file(SegmentKeys(index, file: file))
        last = index.info.last
        return true
    }

    /// Takes in the last segment: what stands behind its last whole record is the trace of a crash.
    private mutating func takeActive(
        _ segment: FoundSegment,
        _ header: SegmentHeader
    ) throws(StoreError) {
        let reading = try attempt { () throws(SystemError) in
            // What a failed sync left in memory only would be taken for what is on the disk.
            try segment.file.sync()
            segment.file.dropCached()
            let reading = SegmentReading(header, try segment.contents())
            if reading.tail != nil {
                try segment.file.truncate(to: reading.info.bytes)
                try segment.file.sync()
            }
            return reading
        }
        found.report.cutBytes += reading.tail?.place.count ?? 0
        try setAside(reading.damages)
        take(reading)
        for entry in reading.keys.values { found.keys.insert(entry) }
        found.active = RecoveredJournal.Active(
            info: reading.info,
            file: segment.file,
            notes: reading.notes.map(\.offset),
            isWhole: reading.damages.isEmpty
        )
    }

    private mutating func take(_ reading: SegmentReading) {
        for note in reading.notes { found.report.note(note.entry) }
        found.report.segments += 1
        found.report.records += reading.records
        last = max(last, reading.info.last)
    }

    private mutating func setAside(_ damages: [SegmentDamage]) throws(StoreError) {
        for damage in damages where !damage.sequences.isEmpty {
            let numbers = damage.sequences
            found.report.damaged.append(numbers.lowerBound...(numbers.upperBound - 1))
            _ = try aside.put(damage, now: now)
        }
    }

    /// Keys whose segment was trimmed, but which can still be asked for.
    private mutating func loadOrphanedKeys() throws(StoreError) {
        var kept = Set(found.sealed.map(\.first))
        if let active = found.active { kept.insert(active.info.first) }
        for name in FileTree.names(in: directory) {
            guard let first = SegmentInfo.first(inName: name, suffix: ".keys"),
                !kept.contains(first)
            else { continue }
            let path = "\(directory)/\(name)"
            if let file = try? OpenFile.read(path), let size = try? file.size(),
                let bytes = try? file.read(at: 0, count: size), let index = SegmentIndex(bytes),
                found.keys.isInWindow(index.info.lastTime, now)
            {
                found.keys.file(SegmentKeys(index, file: file))
                last = max(last, index.info.last)
            } else {
                try attempt { () throws(SystemError) in try FileTree.remove(path) }
            }
        }
    }
}
