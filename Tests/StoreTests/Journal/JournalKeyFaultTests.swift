import TestSupport
import Testing

@testable import Store

/// Idempotency keys on a disk that fails: a repeat is never taken for something new.
@Suite struct JournalKeyFaultTests {
    private var settings: JournalSettings {
        var settings = JournalSettings()
        settings.segmentBytes = JournalLimits.leastSegmentBytes
        settings.retention = .zero
        return settings
    }

    private func append(
        _ journal: Journal,
        _ number: Int
    ) async throws(JournalError) -> JournalReceipt {
        try await journal.append(
            JournalSample.record(number, padding: 3_000),
            idempotency: JournalSample.key(number)
        )
    }

    /// A segment's keys may still be on their way to a file, and it stays for as long.
    private func appendUntilTrimmed(_ journal: Journal, after last: Int) async throws {
        var number = last
        try await Poll.until("the segments to go") {
            number += 1
            _ = try await append(journal, number)
            return journal.status.first > 60
        }
    }

    @Test func `A segment whose keys could not be filed outlives its retention`() async throws {
        let disk = SimulatedDisk()
        let home = try JournalHome(disk: disk)
        let clock = ManualClock()
        disk.fail(.store, of: ".keys", times: .max, code: 28)
        try await home.withJournal(settings, clock: clock) { journal async throws in
            for number in 1...80 { _ = try await append(journal, number) }
            clock.advance(by: .seconds(60))
            journal.flushed(through: 80)
            _ = try await append(journal, 81)
            #expect(journal.status.first == 1)
        }
        disk.mend()
        try await JournalHome(disk: disk.killed()).withJournal(settings, clock: clock) {
            journal async throws in
            for number in [1, 40, 80] {
                #expect(try await append(journal, number).sequence == Int64(number))
            }
        }
    }

    @Test func `They are filed later, and their segment may go`() async throws {
        let disk = SimulatedDisk()
        let home = try JournalHome(disk: disk)
        let clock = ManualClock()
        disk.fail(.store, of: ".keys", times: .max, code: 28)
        try await home.withJournal(settings, clock: clock) { journal async throws in
            for number in 1...80 { _ = try await append(journal, number) }
            disk.mend()
            clock.advance(by: .seconds(60))
            journal.flushed(through: 80)
            try await appendUntilTrimmed(journal, after: 80)
            #expect(try await append(journal, 1).sequence == 1)
        }
        try await JournalHome(disk: disk.killed()).withJournal(settings, clock: clock) {
            journal async throws in #expect(try await append(journal, 1).sequence == 1)
        }
    }

    @Test func `On a full disk keys do not go with the segment that makes room`() async throws {
        let disk = SimulatedDisk()
        let home = try JournalHome(disk: disk)
        disk.fail(.store, of: ".keys", times: .max, code: 28)
        try await home.withJournal(settings) { journal async throws in
            for number in 1...40 { _ = try await append(journal, number) }
            disk.fail(.write, of: ".wal", code: 28)
            journal.flushed(through: 40)
            await #expect(throws: JournalError.self) { try await append(journal, 41) }
            #expect(journal.status.first == 1)
        }
    }

    @Test func `One failed read at the start removes no keys`() async throws {
        let disk = SimulatedDisk()
        let home = try JournalHome(disk: disk)
        let clock = ManualClock()
        try await home.withJournal(settings, clock: clock) { journal async throws in
            for number in 1...80 { _ = try await append(journal, number) }
            clock.advance(by: .seconds(60))
            journal.flushed(through: 80)
            try await appendUntilTrimmed(journal, after: 80)
        }
        disk.fail(.read, of: "00000000000000000001.keys")
        #expect(throws: StoreError.self) { try home.open(settings, clock: clock) }
        try await home.withJournal(settings, clock: clock) { journal async throws in
            #expect(try await append(journal, 1).sequence == 1)
        }
    }

    @Test func `Who may repeat a call is not told that nothing was kept`() async throws {
        let disk = SimulatedDisk()
        try await JournalHome(disk: disk).withJournal(settings) { journal async throws in
            for number in 1...40 { _ = try await append(journal, number) }
            disk.fail(.read, of: ".keys", times: .max)
            // Until its segment's keys are in a file, memory knows it.
            let error = try await Poll.until("a file to be asked") { () -> JournalError? in
                do throws(JournalError) {
                    #expect(try await append(journal, 1).sequence == 1)
                    return nil
                } catch {
                    return error
                }
            }
            guard case .outcomeUnknown = error else {
                Issue.record("\(error)")
                return
            }
            disk.mend()
            #expect(try await append(journal, 1).sequence == 1)
        }
    }

    @Test func `A directory that cannot be listed is not an empty journal`() async throws {
        let disk = SimulatedDisk()
        let home = try JournalHome(disk: disk)
        try await home.withJournal { _ = try await append($0, 1) }
        disk.fail(.list, times: 3, code: 24)
        for _ in 0..<3 { #expect(throws: StoreError.self) { try home.open() } }
        try await home.withJournal { #expect($0.recovery.last == 1) }
    }
}
