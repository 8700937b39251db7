import Testing

@testable import Store

@Suite struct JournalRecoveryTests {
    /// A journal of five records in one segment, with the places where they begin and the end.
    private func sample() async throws -> (home: JournalHome, name: String, places: [Int]) {
        let home = try JournalHome()
        try await home.withJournal { journal async throws in
            for number in 1...5 { _ = try await journal.append(JournalSample.record(number)) }
        }
        let name = home.names(".wal")[0]
        let size = EncodedRecord(JournalSample.record(1)).byteCount
        let places = (0...5).map { SegmentHeader.byteCount + $0 * size }
        #expect(try home.read(name).count == places[5])
        return (home, name, places)
    }

    private func numbers(_ journal: Journal) throws -> [Int] {
        JournalSample.numbers(try journal.entries(after: 0, limit: 1_000, bytes: .max))
    }

    @Test func `A tail torn at any byte is cut off, and what is before it stays`() async throws {
        let (home, name, places) = try await sample()
        let whole = try home.read(name)
        for length in places[4]..<places[5] {
            try home.replace(name, Array(whole.prefix(length)))
            try await home.withJournal { journal async throws in
                #expect(journal.recovery.cutBytes == length - places[4])
                #expect(journal.recovery.last == 4)
                #expect(journal.recovery.damaged.isEmpty)
            }
            #expect(try home.read(name).count == places[4])
        }
        try await home.withJournal { journal async throws in
            #expect(try await journal.append(JournalSample.record(6)).sequence == 5)
            #expect(try numbers(journal) == [1, 2, 3, 4, 6])
        }
    }

    @Test func `A flipped bit anywhere in a record costs this one alone`() async throws {
        let (home, name, places) = try await sample()
        let whole = try home.read(name)
        for position in places[2]..<places[3] {
            let crashed = try JournalHome()
            var bytes = whole
            bytes[position] ^= 0x04
            try crashed.replace(name, bytes)
            try await crashed.withJournal { journal async throws in
                #expect(journal.recovery.damaged == [3...3], "byte \(position - places[2])")
                #expect(journal.recovery.cutBytes == 0)
                #expect(try numbers(journal) == [1, 2, 4, 5])
            }
            let kept = try #require(crashed.aside.record(3))
            #expect(kept.event == nil)
            #expect(kept.damage?.through == 3)
            #expect(kept.damage?.bytes == Array(bytes[places[2]..<places[3]]))
        }
    }

    @Test func `A start after damage finds it again and keeps it once`() async throws {
        let (home, name, places) = try await sample()
        try home.flip(name, byte: places[1] + 50)
        for _ in 0..<3 {
            try await home.withJournal { journal async throws in
                #expect(journal.recovery.damaged == [2...2])
                #expect(journal.recovery.last == 5)
            }
        }
        #expect(home.aside.list(limit: 10).map(\.sequence) == [2])
        try home.aside.retried(2)
        try await home.withJournal { _ in }
        #expect(home.aside.list(limit: 10).isEmpty)
    }

    @Test func `Damage that spans records is kept as one, with all of its numbers`() async throws {
        let (home, name, places) = try await sample()
        try home.flip(name, byte: places[1] + 10)
        try home.flip(name, byte: places[2] + 10)
        try await home.withJournal { journal async throws in
            #expect(journal.recovery.damaged == [2...3])
            #expect(try numbers(journal) == [1, 4, 5])
        }
        #expect(home.aside.record(2)?.damage?.through == 3)
    }

    @Test func `Damage that comes after the start is passed by and set aside too`() async throws {
        let (home, name, places) = try await sample()
        try await home.withJournal { journal async throws in
            let file = try OpenFile.update("\(home.journal)/\(name)")
            try file.write([0xff, 0xff], at: places[3] + 20)
            #expect(try numbers(journal) == [1, 2, 3, 5])
            #expect(try numbers(journal) == [1, 2, 3, 5])
            #expect(journal.status.damaged == 1)
            #expect(home.aside.record(4) != nil)
        }
    }

    @Test(arguments: [1, 35, 36, 4_096, 100_000])
    func `A tail of zeros is cut off`(zeros: Int) async throws {
        let (home, name, _) = try await sample()
        try home.replace(name, try home.read(name) + [UInt8](repeating: 0, count: zeros))
        try await home.withJournal { journal async throws in
            #expect(journal.recovery.cutBytes == zeros)
            #expect(try await journal.append(JournalSample.record(6)).sequence == 6)
            #expect(try numbers(journal) == [1, 2, 3, 4, 5, 6])
        }
    }

    @Test func `Records of another segment are no records here`() async throws {
        let (home, name, places) = try await sample()
        let (other, otherName, _) = try await sample()
        let foreign = try other.read(otherName)[places[0]...]
        try home.replace(name, try home.read(name) + foreign)
        try await home.withJournal { journal async throws in
            #expect(journal.recovery.last == 5)
            #expect(journal.recovery.cutBytes == foreign.count)
        }
    }

    @Test func `A segment that was just being made is begun anew`() async throws {
        let (home, _, _) = try await sample()
        let name = SegmentInfo.fileName(6)
        for bytes in [[], [1], [UInt8](repeating: 0, count: SegmentHeader.byteCount)] {
            try home.replace(name, bytes)
            try await home.withJournal { journal async throws in
                #expect(journal.recovery.last == 5)
                #expect(journal.recovery.unusable.isEmpty)
                #expect(try numbers(journal) == [1, 2, 3, 4, 5])
            }
            #expect(home.names(".wal").count == 1)
        }
    }

    @Test func `One copy of a segment's header is enough, without any it waits to be named`()
        async throws
    {
        let (home, name, places) = try await sample()
        try home.flip(name, byte: 20)
        try await home.withJournal { journal async throws in #expect(journal.recovery.last == 5) }
        try home.flip(name, byte: 128 + 20)
        try await home.withJournal { journal async throws in
            #expect(journal.recovery.unusable == [name])
            // As many as were acknowledged, though no header says so.
            #expect(journal.hole(after: 0) == 1...5)
            #expect(try journal.stretch(after: 0, limit: 9, bytes: .max).hole == 1...5)
        }
        #expect(FileTree.names(in: home.path + "/aside").isEmpty)
        try await home.withJournal { journal async throws in
            #expect(journal.hole(after: 0) == 1...5)
            let sequence = try await journal.append(JournalSample.record(6)).sequence
            #expect(sequence > Int64(places[5] / RecordHeader.byteCount))
        }
        try await home.withJournal { journal async throws in
            #expect(FileTree.names(in: home.path + "/aside") == [name + ".damaged"])
            #expect(journal.hole(after: 0) == 1...5)
            #expect(journal.hole(after: 5) == nil)
        }
    }

    @Test func `A missing segment is named, and the rest goes on`() async throws {
        let home = try JournalHome()
        var settings = JournalSettings()
        settings.segmentBytes = JournalLimits.leastSegmentBytes
        try await home.withJournal(settings) { journal async throws in
            for number in 1...60 {
                _ = try await journal.append(JournalSample.record(number, padding: 5_000))
            }
        }
        let names = home.names(".wal")
        let gone = try #require(SegmentInfo.first(inName: names[1], suffix: ".wal"))
        let after = try #require(SegmentInfo.first(inName: names[2], suffix: ".wal"))
        try FileTree.remove("\(home.journal)/\(names[1])")
        try await home.withJournal(settings) { journal async throws in
            #expect(journal.recovery.missing == [gone...(after - 1)])
            let expected = (1...60).filter { !(gone..<after).contains(Int64($0)) }
            #expect(try numbers(journal) == expected)
            #expect(try await journal.append(JournalSample.record(61)).sequence == 61)
        }
        #expect(try JournalInspection.read(home.journal).missing == [gone...(after - 1)])
    }

    @Test func `The end of a segment that others follow is damage, not a torn tail`() async throws {
        let home = try JournalHome()
        var settings = JournalSettings()
        settings.segmentBytes = JournalLimits.leastSegmentBytes
        try await home.withJournal(settings) { journal async throws in
            for number in 1...30 {
                _ = try await journal.append(JournalSample.record(number, padding: 5_000))
            }
        }
        let names = home.names(".wal")
        let after = try #require(SegmentInfo.first(inName: names[1], suffix: ".wal"))
        let bytes = try home.read(names[0])
        try home.replace(names[0], Array(bytes.dropLast(3)))
        try await home.withJournal(settings) { journal async throws in
            #expect(journal.recovery.damaged == [(after - 1)...(after - 1)])
            #expect(try numbers(journal) == (1...30).filter { Int64($0) != after - 1 })
        }
        #expect(try home.read(names[0]).count == bytes.count - 3)
    }

    @Test func `Another instance's journal, and one of a newer version, are refused`() async throws
    {
        let (home, name, _) = try await sample()
        let foreign = #expect(throws: StoreError.self) {
            try home.open(instance: String(repeating: "7", count: 32))
        }
        #expect(foreign?.kind == .misconfigured)
        var bytes = try home.read(name)
        bytes[8] = 2
        let sum = CRC32C.checksum(bytes.span.extracting(0..<68))
        for index in 0..<4 { bytes[68 + index] = UInt8(truncatingIfNeeded: sum >> (8 * index)) }
        try home.replace(name, bytes)
        let newer = #expect(throws: StoreError.self) { try home.open() }
        #expect(newer?.message.contains("version 2") == true)
        #expect(try home.read(name) == bytes)
    }

    @Test func `A start tells of moves, decisions and retries, also of sealed segments`()
        async throws
    {
        let home = try JournalHome()
        var settings = JournalSettings()
        settings.segmentBytes = JournalLimits.leastSegmentBytes
        let decision = AsideDecision(sequence: 1, parts: .everything, reason: "too long")
        let move = JournalRecord.keyMoved(from: Sample.token(1), to: Sample.token(2))
        let retry = SpendRetry(of: 1, parts: .everything)
        try await home.withJournal(settings) { journal async throws in
            _ = try await journal.append(JournalSample.record(1))
            _ = try await journal.append(.setAside(decision))
            _ = try await journal.append(move)
            for number in 4...40 {
                _ = try await journal.append(JournalSample.record(number, padding: 5_000))
            }
            _ = try await journal.append(.event(JournalSample.event(1), retry: retry))
        }
        for _ in 0..<2 {
            try await home.withJournal(settings) { journal async throws in
                #expect(journal.recovery.decisions == [decision])
                #expect(journal.recovery.keyMoves == [JournalEntry(sequence: 3, record: move)])
                #expect(journal.recovery.retried == [1])
            }
            for name in home.names(".keys") { try FileTree.remove("\(home.journal)/\(name)") }
        }
    }
}
