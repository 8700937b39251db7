import TestSupport
import Testing

@testable import Store

@Suite struct JournalAppendTests {
    @Test func `Records get numbers from one on, and are read in their order`() async throws {
        let home = try JournalHome()
        try await home.withJournal { journal async throws in
            for number in 1...5 {
                let receipt = try await journal.append(JournalSample.record(number))
                #expect(receipt == JournalReceipt(sequence: Int64(number), isDurable: true))
            }
            let entries = try journal.entries(after: 0, limit: 100, bytes: .max)
            #expect(entries.map(\.sequence) == [1, 2, 3, 4, 5])
            #expect(JournalSample.numbers(entries) == [1, 2, 3, 4, 5])
            let some = try journal.entries(after: 2, limit: 2, bytes: .max)
            #expect(some.map(\.sequence) == [3, 4])
            #expect(try journal.entries(after: 0, limit: 9, bytes: 1).count == 1)
            #expect(try journal.entries(after: 5, limit: 9, bytes: .max).isEmpty)
        }
        try await home.withJournal { journal async throws in
            #expect(journal.recovery.last == 5)
            #expect(try await journal.append(JournalSample.record(6)).sequence == 6)
        }
    }

    @Test func `Appends that come together share one write and one sync`() async throws {
        let disk = SimulatedDisk()
        let home = try JournalHome(disk: disk)
        try await home.withJournal { journal async throws in
            _ = try await journal.append(JournalSample.record(0))
            let (writes, syncs) = (disk.count(.write, of: ".wal"), disk.hold(.sync, of: ".wal"))
            defer { syncs.release() }
            async let first = journal.append(JournalSample.record(1))
            try await Poll.until("a sync") { syncs.calls == 1 }
            // While it syncs, the others gather.
            let gathered = Locked(0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 2...64 {
                    group.addTask {
                        let record = JournalSample.record(number)
                        _ = try await journal.append(record) { gathered.withLock { $0 += 1 } }
                    }
                }
                try await Poll.until("all the others") { gathered.withLock(\.self) == 63 }
                syncs.release()
                try await group.waitForAll()
            }
            _ = try await first
            #expect(writes.calls == 2 && syncs.calls == 2)
            #expect(journal.status.groups == 3)
            #expect(journal.status.last == 65)
        }
    }

    @Test func `Appends of many tasks get a number each, in the order of each task`() async throws {
        let count = 1_280
        try await JournalHome().withJournal { journal async throws in
            let sequences = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for task in 0..<64 {
                    group.addTask {
                        var own: [Int64] = []
                        for step in 0..<(count / 64) {
                            let record = JournalSample.record(task * 100 + step)
                            own.append(try await journal.append(record).sequence)
                        }
                        return own
                    }
                }
                return try await group.reduce(into: [Int64]()) { all, own in
                    #expect(own == own.sorted())
                    all += own
                }
            }
            #expect(sequences.sorted() == (1...Int64(count)).map(\.self))
        }
    }

    @Test func `With durability write, the flush sees records once they were synced`() async throws
    {
        let home = try JournalHome()
        var settings = JournalSettings()
        settings.durability = .write
        try await home.withJournal(settings) { journal async throws in
            let receipt = try await journal.append(JournalSample.record(1))
            #expect(receipt == JournalReceipt(sequence: 1, isDurable: false))
            #expect(try journal.entries(after: 0, limit: 9, bytes: .max).isEmpty)
            var wakeUps = journal.durable.makeAsyncIterator()
            #expect(await wakeUps.next() != nil)
            #expect(journal.status.last == 1)
            try journal.sync(through: 1)
            #expect(journal.status.durable == 1)
            #expect(try journal.entries(after: 0, limit: 9, bytes: .max).count == 1)
        }
    }

    @Test func `Records fill segments, and are read across them`() async throws {
        let home = try JournalHome()
        var settings = JournalSettings()
        settings.segmentBytes = JournalLimits.leastSegmentBytes
        try await home.withJournal(settings) { journal async throws in
            for number in 1...60 {
                _ = try await journal.append(JournalSample.record(number, padding: 5_000))
            }
            let entries = try journal.entries(after: 0, limit: 1_000, bytes: .max)
            #expect(JournalSample.numbers(entries) == Array(1...60))
            let from = try journal.entries(after: 37, limit: 10, bytes: .max)
            #expect(JournalSample.numbers(from) == Array(38...47))
        }
        #expect(home.names(".wal").count >= 5)
        #expect(home.names(".keys").count == home.names(".wal").count - 1)
        try await home.withJournal(settings) { journal async throws in
            #expect(journal.recovery.records == 60)
            let entries = try journal.entries(after: 0, limit: 1_000, bytes: .max)
            #expect(JournalSample.numbers(entries) == Array(1...60))
        }
    }

    @Test func `It is full of what is unflushed only, and a flush makes room`() async throws {
        let home = try JournalHome()
        var settings = JournalSettings()
        settings.maximumBytes = 200_000
        try await home.withJournal(settings) { journal async throws in
            var number = 0
            let error = await #expect(throws: JournalError.self) {
                while number < 1_000 {
                    number += 1
                    _ = try await journal.append(JournalSample.record(number, padding: 5_000))
                }
            }
            #expect(error == .full)
            #expect(number > 30)
            #expect(journal.status.intake == .full)
            let last = journal.status.last
            #expect(last == Int64(number) - 1)
            journal.flushed(through: last)
            #expect(journal.status.pendingBytes == 0)
            #expect(journal.status.intake == .open)
            #expect(try await journal.append(JournalSample.record(1)).sequence == last + 1)
        }
    }

    @Test func `It is asked once whether a record is new, before its receipt`() async throws {
        let home = try JournalHome()
        try await home.withJournal { journal async throws in
            let calls = Locked(0)
            for _ in 0..<3 {
                _ = try await journal.append(
                    JournalSample.record(1),
                    idempotency: JournalSample.key(1)
                ) {
                    calls.withLock { $0 += 1 }
                }
                #expect(calls.withLock(\.self) == 1)
            }
        }
    }

    @Test func `A record that is too large is refused, and the next is taken`() async throws {
        let home = try JournalHome()
        try await home.withJournal { journal async throws in
            let large = JournalSample.record(1, padding: JournalLimits.payloadBytes)
            await #expect(throws: JournalError.self) { try await journal.append(large) }
            let most = JournalSample.record(1, padding: JournalLimits.payloadBytes - 1_000)
            #expect(try await journal.append(most).sequence == 1)
            #expect(try journal.entries(after: 0, limit: 1, bytes: 1).count == 1)
        }
    }

    @Test func `A closed journal takes nothing`() async throws {
        let home = try JournalHome()
        let journal = try home.open()
        await journal.close()
        await journal.close()
        await #expect(throws: JournalError.closed) {
            try await journal.append(JournalSample.record(1))
        }
        #expect(journal.status.intake == .closed)
    }
}
