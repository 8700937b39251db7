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
}
