import Testing

@testable import Store

@Suite struct JournalInspectionTests {
    @Test func `It tells of segments, of damage and of a tail, and changes nothing`() async throws {
        let home = try JournalHome()
        try await home.withJournal { journal async throws in
            for number in 1...5 { _ = try await journal.append(JournalSample.record(number)) }
            journal.flushed(through: 2)
        }
        let name = home.names(".wal")[0]
        let sound = try JournalInspection.read(home.journal)
        #expect(sound.isSound && sound.flushed == 2)
        #expect(sound.segments.map(\.records) == [5])
        #expect(sound.segments.map(\.first) == [1] && sound.segments.map(\.last) == [5])

        let size = EncodedRecord(JournalSample.record(1)).byteCount
        try home.replace(name, try home.read(name) + [1, 2, 3])
        #expect(try JournalInspection.read(home.journal).isSound)
        try home.flip(name, byte: SegmentHeader.byteCount + size + 40)
        let bytes = try home.read(name)
        let report = try JournalInspection.read(home.journal)
        #expect(!report.isSound)
        #expect(report.segments[0].lost == [2...2])
        #expect(report.segments[0].damagedBytes == size)
        #expect(report.segments[0].tailBytes == 3)
        #expect(try home.read(name) == bytes)

        try home.replace(SegmentInfo.fileName(6), [UInt8](repeating: 7, count: 1_000))
        #expect(try JournalInspection.read(home.journal).segments.map(\.isUsable) == [true, false])
        #expect(throws: StoreError.self) { try JournalInspection.read("/no/such/journal") }
    }

    @Test func `A record that says nothing we know is named, and passed by by the flush`()
        async throws
    {
        let home = try JournalHome()
        try await home.withJournal { journal async throws in
            _ = try await journal.append(JournalSample.record(1))
        }
        let name = home.names(".wal")[0]
        var bytes = try home.read(name)
        guard case .header(let header) = SegmentHeader.read(bytes) else { return }
        var record = EncodedRecord(JournalSample.record(2))
        record.kind = 77
        record.append(to: &bytes, sequence: 2, time: JournalSample.time, segment: header.id)
        let next = EncodedRecord(JournalSample.record(3))
        next.append(to: &bytes, sequence: 3, time: JournalSample.time, segment: header.id)
        try home.replace(name, bytes)
        #expect(try JournalInspection.read(home.journal).segments[0].unintelligible == [2])
        try await home.withJournal { journal async throws in
            let entries = try journal.entries(after: 0, limit: 9, bytes: .max)
            #expect(JournalSample.numbers(entries) == [1, 3])
            #expect(home.aside.record(2)?.damage?.bytes == record.payload)
        }
    }

    @Test func `While a daemon trims and begins segments, what it looks at is sound`() async throws
    {
        let disk = SimulatedDisk()
        var settings = JournalSettings()
        settings.segmentBytes = JournalLimits.leastSegmentBytes
        try await JournalHome(disk: disk).withJournal(settings) { journal async throws in
            for number in 1...60 {
                _ = try await journal.append(JournalSample.record(number, padding: 5_000))
            }
        }
        let all = try FoundSegment.snapshot(of: disk).map(\.number)
        #expect(all.count > 4)
        // The third is gone when its turn comes: then the first two are as well.
        disk.fail(.open, of: ".wal", after: 2, code: 2)
        #expect(try FoundSegment.snapshot(of: disk).map(\.number) == Array(all.dropFirst(3)))
        disk.fail(.open, of: ".wal", code: 5)
        #expect(throws: SystemError.self) { try FoundSegment.snapshot(of: disk) }
        let file = try disk.create(SegmentInfo.fileName(100))
        #expect(try FoundSegment.snapshot(of: disk).map(\.number) == all)
        try file.write([UInt8](repeating: 0, count: 100), at: 0)
        #expect(try FoundSegment.snapshot(of: disk).map(\.number) == all)
    }

    @Test func `Another process may look while records are taken and segments go`() async throws {
        let home = try JournalHome()
        var settings = JournalSettings()
        settings.segmentBytes = JournalLimits.leastSegmentBytes
        settings.retention = .zero
        try await home.withJournal(settings, clock: TickingClock()) { journal async throws in
            _ = try await journal.append(JournalSample.record(1))
            try await withThrowingTaskGroup { group in
                group.addTask {
                    for number in 2...400 {
                        let record = JournalSample.record(number, padding: 5_000)
                        let receipt = try await journal.append(record)
                        journal.flushed(through: receipt.sequence)
                    }
                }
                group.addTask {
                    for _ in 0..<40 {
                        let found = try JournalInspection.read(home.journal)
                        #expect(found.isSound, "\(found)")
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `What cannot be read is an error, and nothing sound`() async throws {
        let home = try JournalHome()
        try await home.withJournal { journal async throws in
            _ = try await journal.append(JournalSample.record(1))
        }
        // Root may read what others may not: these cannot be read by anybody.
        try FileTree.makeDirectory("\(home.journal)/\(SegmentInfo.fileName(2))", mode: 0o700)
        let unreadable = #expect(throws: StoreError.self) {
            try JournalInspection.read(home.journal)
        }
        #expect(unreadable?.kind == .unavailable)
        #expect(unreadable?.message.contains("cannot be read") == true)
        let file = "\(home.journal)/\(home.names(".wal")[0])"
        let noDirectory = #expect(throws: StoreError.self) { try JournalInspection.read(file) }
        #expect(noDirectory?.kind == .unavailable)
        let none = #expect(throws: StoreError.self) { try JournalInspection.read("/no/journal") }
        #expect(none?.kind == .notFound)
    }
}
