import Testing

@testable import Store

@Suite struct JournalTrimTests {
    private func settings(maximum: Int = 1 << 30) -> JournalSettings {
        var settings = JournalSettings()
        settings.segmentBytes = JournalLimits.leastSegmentBytes
        settings.retention = .seconds(60)
        settings.maximumBytes = maximum
        return settings
    }

    private func fill(_ journal: Journal, _ numbers: ClosedRange<Int>) async throws {
        for number in numbers {
            _ = try await journal.append(JournalSample.record(number, padding: 5_000))
        }
    }

    @Test func `Segments go when they are flushed and old, not before`() async throws {
        let home = try JournalHome()
        let clock = ManualClock()
        try await home.withJournal(settings(), clock: clock) { journal async throws in
            try await fill(journal, 1...60)
            journal.flushed(through: 60)
            // The writer has made order once before it writes this.
            try await fill(journal, 61...61)
            #expect(journal.status.first == 1)
            #expect(home.names(".wal").count > 4)
            clock.advance(by: .seconds(61))
            journal.flushed(through: 0)
            try await journal.expectSegments(1)
            let status = journal.status
            #expect(status.first > 40 && status.first <= 61 && status.flushed == 60)
            #expect(status.pendingEvents == 1)
        }
    }

    @Test func `What is not flushed stays, however old`() async throws {
        let home = try JournalHome()
        let clock = ManualClock()
        try await home.withJournal(settings(), clock: clock) { journal async throws in
            try await fill(journal, 1...60)
            clock.advance(by: .seconds(1_000_000))
            let second = try #require(
                SegmentInfo.first(inName: home.names(".wal")[2], suffix: ".wal")
            )
            let all = home.names(".wal").count
            journal.flushed(through: second - 1)
            try await journal.expectSegments(all - 2)
            #expect(journal.status.first == second)
            let entries = try journal.entries(after: second - 1, limit: 100, bytes: .max)
            #expect(entries.map(\.sequence) == (second...60).map(\.self))
        }
    }

    @Test func `Flushed segments yield to new ones, oldest first, whatever their age`() async throws
    {
        let home = try JournalHome()
        try await home.withJournal(settings(maximum: 400_000)) { journal async throws in
            for round in 0..<10 {
                try await fill(journal, (round * 20 + 1)...(round * 20 + 20))
                journal.flushed(through: journal.status.last)
            }
            #expect(journal.status.last == 200)
            #expect(journal.status.totalBytes < 600_000)
            #expect(journal.status.first > 100)
        }
    }

    @Test func `After a rewind the events are pending again, and are read again`() async throws {
        let home = try JournalHome()
        try await home.withJournal(settings()) { journal async throws in
            try await fill(journal, 1...60)
            journal.flushed(through: 60)
            #expect(journal.status.pendingBytes == 0)
            #expect(journal.status.oldestPending == nil)
            #expect(journal.rewind(to: 50) == nil)
            #expect(journal.status.flushed == 50)
            #expect(journal.status.pendingEvents == 10)
            #expect(journal.status.pendingBytes > 40_000)
            #expect(journal.status.oldestPending != nil)
            let entries = try journal.entries(after: 50, limit: 100, bytes: .max)
            #expect(JournalSample.numbers(entries) == Array(51...60))
        }
    }

    @Test func `How far the flush was is known after a start`() async throws {
        let home = try JournalHome()
        try await home.withJournal(settings()) { journal async throws in
            try await fill(journal, 1...30)
            journal.flushed(through: 20)
        }
        try await home.withJournal(settings()) { journal async throws in
            #expect(journal.recovery.flushed == 20)
            #expect(journal.status.pendingEvents == 10)
        }
    }

    @Test func `No number is given twice when the journal ends below its checkpoint`() async throws
    {
        let home = try JournalHome()
        try await home.withJournal(settings()) { journal async throws in
            try await fill(journal, 1...3)
            try await journal.confirm()
        }
        try await home.withJournal(settings()) { journal async throws in
            try await fill(journal, 4...5)
            #expect(try await journal.raise(to: 3) == nil)
            #expect(try await journal.raise(to: 100) == 4...100)
            #expect(try await journal.raise(to: 100) == 4...100)
            // Those that were taken since the start are recorded again, the older ones are not.
            let again = try journal.entries(after: 100, limit: 100, bytes: .max)
            #expect(JournalSample.numbers(again) == [4, 5])
            #expect(again.map(\.sequence) == [101, 102])
            #expect(again.map(\.replaces) == [4, 5])
            #expect(try journal.entries(after: 3, limit: 9, bytes: .max) == again)
            try await journal.confirm()
            #expect(try await journal.raise(to: 100) == nil)
            #expect(try await journal.append(JournalSample.record(6)).sequence == 103)
        }
        try await home.withJournal(settings()) { journal async throws in
            #expect(journal.recovery.last == 103)
            #expect(journal.recovery.missing == [6...100])
            #expect(journal.hole(after: 5) == 6...100)
            #expect(journal.hole(after: 100) == nil)
        }
    }

    @Test func `A journal whose end is gone goes on above what was flushed`() async throws {
        let home = try JournalHome()
        try await home.withJournal(settings()) { journal async throws in
            try await fill(journal, 1...60)
            journal.flushed(through: 60)
        }
        for name in home.names(".wal").dropFirst() {
            try FileTree.remove("\(home.journal)/\(name)")
        }
        for name in home.names(".keys") { try FileTree.remove("\(home.journal)/\(name)") }
        try await home.withJournal(settings()) { journal async throws in
            #expect(journal.recovery.last < 60)
            #expect(try await journal.append(JournalSample.record(61)).sequence == 61)
        }
    }

    @Test func `How far the flush is gets noted, though nothing follows it`() async throws {
        let home = try JournalHome()
        // By this clock no time passes.
        try await home.withJournal(settings(), clock: ManualClock()) { journal async throws in
            journal.flushed(through: 0)
            try await fill(journal, 1...5)
            journal.flushed(through: 5)
            try await Journal.expectNote(of: 5, in: home)
            try await fill(journal, 6...8)
            journal.flushed(through: 7)
            try await Journal.expectNote(of: 7, in: home)
        }
    }

    @Test func `The note may wait for seconds while events do, for one where none does`() {
        let disk = SimulatedDisk()
        let start = ManualClock().now()
        var noted = NotedFlush()
        #expect(noted.pause(before: 0, nothingWaits: true, now: start) == .zero)
        noted.write(3, on: disk, now: start)
        #expect(noted.pause(before: 3, nothingWaits: true, now: start) == nil)
        let now = start.advanced(by: .milliseconds(400))
        #expect(noted.pause(before: 4, nothingWaits: true, now: now) == .milliseconds(600))
        #expect(noted.pause(before: 4, nothingWaits: false, now: now) == .milliseconds(4_600))
        let later = start.advanced(by: .seconds(5))
        #expect(noted.pause(before: 4, nothingWaits: false, now: later) == .zero)
    }
}
