import Testing

@testable import Store

/// What callers are told, and what is left, when the disk fails in the midst of it.
@Suite struct JournalFaultTests {
    private func outcome(_ journal: Journal, _ number: Int) async -> JournalError? {
        do {
            _ = try await journal.append(
                JournalSample.record(number),
                idempotency: JournalSample.key(number)
            )
            return nil
        } catch {
            return error
        }
    }

    private func isUnknown(_ error: JournalError?) -> Bool {
        if case .outcomeUnknown = error { return true }
        return false
    }

    private func numbers(_ journal: Journal) throws -> [Int] {
        JournalSample.numbers(try journal.entries(after: 0, limit: 1_000, bytes: .max))
    }

    @Test func `After a failed sync the outcome is unknown, and nothing is taken until a start`()
        async throws
    {
        let disk = SimulatedDisk()
        let home = try JournalHome(disk: disk)
        var random = SeededRandom(seed: 1)
        let journal = try home.open()
        #expect(await outcome(journal, 1) == nil)
        disk.fail(.sync)
        #expect(isUnknown(await outcome(journal, 2)))
        #expect(isUnknown(await outcome(journal, 3)))
        #expect(isUnknown(await outcome(journal, 2)), "not told that it was not kept")
        let why = "sync 00000000000000000001.wal: Input/output error"
        #expect(journal.status.intake == .outcomeUnknown(why))
        #expect(try numbers(journal) == [1])
        let later = try home.powerCut(&random)
        await journal.close()
        try await later.withJournal { journal async throws in
            #expect(try numbers(journal) == [1])
            #expect(await outcome(journal, 2) == nil)
            #expect(try numbers(journal) == [1, 2])
        }
    }

    @Test func `What stands behind a failed sync is not followed by anything, also while closing`()
        async throws
    {
        let disk = SimulatedDisk()
        let home = try JournalHome(disk: disk)
        let journal = try home.open()
        #expect(await outcome(journal, 1) == nil)
        disk.fail(.sync)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 2...40 { group.addTask { isUnknown(await outcome(journal, number)) } }
            group.addTask {
                await journal.close()
                return true
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        // Who came after the end was told that it is closed; nobody was told that all is well.
        #expect(outcomes.count == 40)
        try await JournalHome(disk: disk.killed()).withJournal { journal async throws in
            let found = try journal.entries(after: 0, limit: 100, bytes: .max)
            #expect(Set(found.map(\.sequence)).count == found.count)
        }
    }

    @Test func `A write that cannot be cut off stops the intake, and counts as unknown`()
        async throws
    {
        let disk = SimulatedDisk()
        let home = try JournalHome(disk: disk)
        try await home.withJournal { journal async throws in
            #expect(await outcome(journal, 1) == nil)
            disk.fail(.write, of: ".wal", code: 28)
            disk.fail(.truncate)
            #expect(isUnknown(await outcome(journal, 2)))
            #expect(isUnknown(await outcome(journal, 3)))
        }
        try await JournalHome(disk: disk.killed()).withJournal { journal async throws in
            #expect(try numbers(journal) == [1])
            #expect(journal.recovery.cutBytes > 0)
        }
    }

    @Test func `A write that fails and is cut off is refused, and the next one is taken`()
        async throws
    {
        let disk = SimulatedDisk()
        try await JournalHome(disk: disk).withJournal { journal async throws in
            #expect(await outcome(journal, 1) == nil)
            disk.fail(.write, of: ".wal", code: 5)
            guard case .refused = await outcome(journal, 2) else {
                Issue.record("not refused")
                return
            }
            #expect(await outcome(journal, 3) == nil)
            #expect(try numbers(journal) == [1, 3])
        }
    }

    @Test func `With durability write, a failed sync is not believed at the second try`()
        async throws
    {
        var settings = JournalSettings()
        settings.durability = .write
        let disk = SimulatedDisk()
        try await JournalHome(disk: disk).withJournal(settings) { journal async throws in
            #expect(await outcome(journal, 1) == nil)
            disk.fail(.sync)
            for _ in 0..<2 {
                #expect(throws: JournalError.self) { try journal.sync(through: .max) }
                #expect(try journal.entries(after: 0, limit: 9, bytes: .max).isEmpty)
            }
            #expect(journal.status.durable == 0)
            #expect(isUnknown(await outcome(journal, 2)))
        }
    }

    @Test func `With durability write, a kill loses nothing, and a sync keeps what it covers`()
        async throws
    {
        var settings = JournalSettings()
        settings.durability = .write
        var random = SeededRandom(seed: 3)
        let home = try JournalHome(disk: SimulatedDisk())
        try await home.withJournal(settings) { journal async throws in
            #expect(await outcome(journal, 1) == nil)
            try journal.sync(through: 1)
            #expect(await outcome(journal, 2) == nil)
            try await home.copy().withJournal { later async throws in
                #expect(try numbers(later) == [1, 2])
            }
            for _ in 0..<20 {
                try await home.powerCut(&random).withJournal { journal async throws in
                    #expect(try numbers(journal).first == 1)
                }
            }
        }
    }

    @Test func `The bound, the window and the durability hold anew as soon as they are given`()
        async throws
    {
        var settings = JournalSettings()
        settings.durability = .write
        settings.maximumBytes = 10
        let clock = ManualClock()
        try await JournalHome().withJournal(settings, clock: clock) { journal async throws in
            #expect(await outcome(journal, 1) == .full)
            settings.maximumBytes = 1 << 20
            journal.apply(settings)
            #expect(try await journal.append(JournalSample.record(1)).isDurable == false)
            settings.durability = .fsync
            settings.idempotencyWindow = .seconds(10)
            journal.apply(settings)
            let key = JournalSample.key(2)
            let record = JournalSample.record(2)
            let receipt = try await journal.append(record, idempotency: key)
            #expect(receipt == JournalReceipt(sequence: 2, isDurable: true))
            #expect(journal.status.durable == 2)
            clock.advance(by: .seconds(10))
            #expect(try await journal.append(record, idempotency: key).sequence == 3)
        }
    }
}
