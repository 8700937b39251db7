/// Reads what is on the disk, and mends what a crash has left.
struct JournalOpening {
    let directory: String
    let disk: any JournalDisk
    let aside: AsideStore
    private let instance: UInt128
    private let now: Timestamp
    private var found: RecoveredJournal
    /// The last number that was given, as far as has been read.
    private var last: Int64 = 0

    init(
        directory: String,
        disk: any JournalDisk,
        aside: AsideStore,
        instance: UInt128,
        window: Duration,
        now: Timestamp
    ) {
        self.directory = directory
        self.disk = disk
        self.aside = aside
        self.instance = instance
        self.now = now
        found = RecoveredJournal(keys: KeyIndex(window: window))
    }

    mutating func run() throws(StoreError) -> RecoveredJournal {
        let all = try attempt { () throws(SystemError) in
            for name in try disk.names() where name.hasSuffix(".new") { try disk.remove(name) }
            return try FoundSegment.all(on: disk)
        }
        for segment in all { try refuseForeign(segment) }
        let usable = all.compactMap { segment in segment.usable.map { (segment, $0) } }
        // What an unusable segment held is named by the header of the one after it. Where none is,
        // it stays until there is.
        let end = try putAway(all.filter { $0.usable == nil }, before: usable.last?.1.first ?? 0)
        for (index, (segment, header)) in usable.enumerated() {
            guard index == 0 || header.first > last else {
                try putAway(segment)
                continue
            }
            noteGap(before: header, isFirst: index == 0)
            let next = index + 1 < usable.count ? usable[index + 1].1.previous : end.map { $0 - 1 }
            if let next {
                try takeSealed(segment, header, through: next)
            } else {
                try takeActive(segment, header)
            }
        }
        try loadOrphanedKeys()
        found.report.last = last
        (found.report.flushed, found.mark) = try attempt { () throws(SystemError) in
            (try NotedFlush.read(on: disk), try NumberMark.read(on: disk))
        }
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
        through end: Int64
    ) throws(StoreError) {
        if takeIndex(segment, header) { return }
        let bytes = try attempt { () throws(SystemError) in try segment.contents() }
        var reading = SegmentReading(header, bytes)
        reading.takeTailForDamage(through: max(reading.info.last, end))
        try setAside(reading.damages)
        take(reading)
        found.sealed.append(reading.info)
        var unfiled = reading.unfiled
        if let keys = try? unfiled.index.store(on: disk) {
            found.keys.file(keys)
        } else {
            unfiled.isBeingFiled = false
            found.keys.keep(unfiled)
        }
    }

    private mutating func takeIndex(_ segment: FoundSegment, _ header: SegmentHeader) -> Bool {
        let name = SegmentInfo.keysName(header.first)
        guard let file = try? disk.read(name), let size = try? file.size(),
            let bytes = try? file.read(at: 0, count: size), var index = SegmentIndex(bytes),
            index.isWhole, index.info.id == header.id, index.info.bytes == segment.size
        else { return false }
        index.info.previous = header.previous
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
}

// MARK: - What has no place

extension JournalOpening {
    /// Puts away those that a usable segment follows.
    ///
    /// - Returns: The number of the first that none follows.
    private mutating func putAway(
        _ unusable: [FoundSegment],
        before last: Int64
    ) throws(StoreError) -> Int64? {
        var end: Int64?
        for segment in unusable {
            guard !segment.isUnfinished, segment.number > last else {
                try putAway(segment)
                continue
            }
            found.report.unusable.append(segment.name)
            found.report.given = try attempt { () throws(SystemError) in
                max(found.report.given, try segment.lastRecognized())
            }
            found.report.bound = max(found.report.bound, segment.bound)
            end = end ?? segment.number
        }
        return end
    }

    /// What is no segment of this journal must neither be lost nor get in the way.
    private mutating func putAway(_ segment: FoundSegment) throws(StoreError) {
        guard !segment.isUnfinished else {
            found.report.cutBytes += segment.size
            return try attempt { () throws(SystemError) in
                try disk.remove(segment.name)
                try disk.sync()
            }
        }
        found.report.unusable.append(segment.name)
        try attempt { () throws(SystemError) in
            try disk.move(segment.name, to: "\(aside.directory)/\(segment.name).damaged")
            try FileTree.sync(directory: aside.directory)
            try disk.sync()
        }
    }

    /// Keys whose segment was trimmed, but which can still be asked for.
    private mutating func loadOrphanedKeys() throws(StoreError) {
        var kept = Set(found.sealed.map(\.first))
        if let active = found.active { kept.insert(active.info.first) }
        try attempt { () throws(SystemError) in
            for name in try disk.names() {
                guard let first = SegmentInfo.first(inName: name, suffix: ".keys"),
                    !kept.contains(first)
                else { continue }
                try loadOrphan(name)
            }
        }
    }

    /// What cannot be read now may be whole: only what was read, and is of no use, goes.
    private mutating func loadOrphan(_ name: String) throws(SystemError) {
        let file = try disk.read(name)
        let bytes = try file.read(at: 0, count: file.size())
        guard let index = SegmentIndex(bytes), found.keys.isInWindow(index.info.lastTime, now)
        else { return try disk.remove(name) }
        found.keys.file(SegmentKeys(index, file: file))
        last = max(last, index.info.last)
    }
}
