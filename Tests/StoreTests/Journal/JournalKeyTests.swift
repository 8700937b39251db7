import Testing

@testable import Store

@Suite struct JournalKeyTests {
    private func settings() -> JournalSettings {
        var settings = JournalSettings()
        settings.segmentBytes = JournalLimits.leastSegmentBytes
        return settings
    }

    private func append(
        _ journal: Journal,
        _ number: Int,
        payload: Int = 0
    ) async throws -> JournalReceipt {
        try await journal.append(
            JournalSample.record(number, padding: 3_000),
            idempotency: JournalSample.key(number, payload: payload)
        )
    }

    private func expectKnown(_ journal: Journal, _ numbers: ClosedRange<Int>) async throws {
        for number in numbers {
            let receipt = try await append(journal, number)
            #expect(receipt.sequence == Int64(number))
            #expect(receipt.isRepeat)
            await #expect(throws: JournalError.conflict(Int64(number))) {
                try await append(journal, number, payload: 1)
            }
        }
    }

    @Test func `A key is known again in every segment and after every start`() async throws {
        let home = try JournalHome()
        try await home.withJournal(settings()) { journal async throws in
            for number in 1...80 {
                #expect(try await append(journal, number).isRepeat == false)
            }
            try await expectKnown(journal, 1...80)
        }
        #expect(home.names(".wal").count > 3)
        try await home.withJournal(settings()) { try await expectKnown($0, 1...80) }
        for name in home.names(".keys") { try home.flip(name, byte: 100) }
        try await home.withJournal(settings()) { try await expectKnown($0, 1...80) }
        for name in home.names(".keys") { try FileTree.remove("\(home.journal)/\(name)") }
        try await home.withJournal(settings()) { try await expectKnown($0, 1...80) }
        try await home.withJournal(settings()) { journal async throws in
            #expect(journal.status.last == 80)
        }
    }

    @Test func `A key is forgotten when its window ends`() async throws {
        let home = try JournalHome()
        let clock = ManualClock()
        try await home.withJournal(settings(), clock: clock) { journal async throws in
            for number in 1...40 { _ = try await append(journal, number) }
            clock.advance(by: .seconds(3_599))
            #expect(try await append(journal, 1).isRepeat)
            #expect(try await append(journal, 40).isRepeat)
            clock.advance(by: .seconds(1))
            #expect(try await append(journal, 1).sequence == 41)
            #expect(try await append(journal, 40, payload: 2).sequence == 42)
            #expect(try await append(journal, 1).sequence == 41)
        }
        try await home.withJournal(settings(), clock: clock) { journal async throws in
            #expect(try await append(journal, 1).sequence == 41)
            #expect(try await append(journal, 2).sequence == 43)
        }
    }

    @Test func `Calls with one key at a time become one record and get one receipt`() async throws {
        let home = try JournalHome()
        try await home.withJournal(settings()) { journal async throws in
            for round in 1...50 {
                let receipts = try await withThrowingTaskGroup(of: JournalReceipt.self) { group in
                    for _ in 0..<8 { group.addTask { try await append(journal, round) } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(receipts.allSatisfy { $0.sequence == Int64(round) })
                #expect(receipts.count { !$0.isRepeat } == 1)
            }
            #expect(try journal.entries(after: 0, limit: 1_000, bytes: .max).count == 50)
        }
    }

    @Test func `Of calls with one key that say different things, one is taken`() async throws {
        let home = try JournalHome()
        try await home.withJournal { journal async throws in
            for round in 1...50 {
                let outcomes = await withTaskGroup(of: JournalError?.self) { group in
                    for payload in 0..<4 {
                        group.addTask {
                            do {
                                _ = try await append(journal, round, payload: payload)
                                return nil
                            } catch { return error as? JournalError }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(outcomes.count { $0 == nil } == 1)
                #expect(outcomes.count { $0 == .conflict(Int64(round)) } == 3)
            }
        }
    }

    @Test func `Keys outlive their trimmed segment for as long as they are asked for`() async throws
    {
        let home = try JournalHome()
        let clock = ManualClock()
        var settings = settings()
        settings.retention = .seconds(60)
        try await home.withJournal(settings, clock: clock) { journal async throws in
            for number in 1...80 { _ = try await append(journal, number) }
        }
        try await home.withJournal(settings, clock: clock) { journal async throws in
            clock.advance(by: .seconds(61))
            journal.flushed(through: 80)
            try await journal.expectSegments(1)
            try await expectKnown(journal, 1...80)
        }
        #expect(home.names(".keys").count > 1)
        try await home.withJournal(settings, clock: clock) { journal async throws in
            try await expectKnown(journal, 1...80)
            clock.advance(by: .seconds(3_600))
            journal.flushed(through: 80)
            #expect(try await append(journal, 1).sequence == 81)
        }
        #expect(home.names(".keys").count <= 1)
    }

    @Test func `The filter never denies a key, and seldom takes another for one`() {
        var filter = BloomFilter(capacity: 10_000)
        for number in 0..<10_000 { filter.insert(JournalSample.key(number).scope) }
        #expect((0..<10_000).allSatisfy { filter.mayContain(JournalSample.key($0).scope) })
        let wrong = (10_000..<20_000).count { filter.mayContain(JournalSample.key($0).scope) }
        #expect(wrong < 300, "\(wrong) of 10,000")
        #expect(!BloomFilter(capacity: 0).mayContain(1))
    }
}
