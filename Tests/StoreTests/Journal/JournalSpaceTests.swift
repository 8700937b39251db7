import TestSupport
import Testing

@testable import Store

/// On a small disk of its own, which takes root to make.
@Suite(.needsRoot) struct JournalSpaceTests {
    private func withSmallDisk(
        _ body: (JournalHome, SmallDisk) async throws -> Void
    ) async throws {
        let path = TestDirectory.name("disk")
        try FileTree.makeDirectory(path, mode: 0o700)
        let disk = try SmallDisk(at: path, size: "512k")
        defer { disk.unmount() }
        try await body(JournalHome(path), disk)
    }

    @Test func `A write that fails half-way leaves nothing, and works again with space`()
        async throws
    {
        try await withSmallDisk { home, disk in
            try await home.withJournal { journal async throws in
                for number in 1...5 { _ = try await journal.append(JournalSample.record(number)) }
                let name = home.names(".wal")[0]
                let before = try home.read(name)
                try disk.fill(leaving: 8_192)
                for _ in 0..<3 {
                    let error = await #expect(throws: JournalError.self) {
                        try await journal.append(JournalSample.record(6, padding: 100_000))
                    }
                    guard case .refused(let reason) = error else {
                        Issue.record("\(String(describing: error))")
                        return
                    }
                    #expect(reason.contains("No space left"))
                    #expect(try home.read(name) == before)
                }
                guard case .refusing(let why) = journal.status.intake else {
                    Issue.record("\(journal.status.intake)")
                    return
                }
                #expect(why.hasPrefix("write /"), "who tells it says what cannot be done")
                try disk.empty()
                let record = JournalSample.record(6, padding: 100_000)
                #expect(try await journal.append(record).sequence == 6)
                #expect(journal.status.intake == .open)
                let entries = try journal.entries(after: 0, limit: 100, bytes: .max)
                #expect(JournalSample.numbers(entries) == [1, 2, 3, 4, 5, 6])
            }
            try await home.withJournal { journal async throws in
                #expect(journal.recovery.last == 6)
                #expect(journal.recovery.cutBytes == 0)
            }
        }
    }

    @Test func `Those who wait with a refused key are refused too, and may try again`() async throws
    {
        try await withSmallDisk { home, disk in
            try await home.withJournal { journal async throws in
                _ = try await journal.append(JournalSample.record(1))
                try disk.fill(leaving: 4_096)
                let append = { @Sendable in
                    try await journal.append(
                        JournalSample.record(2, padding: 50_000),
                        idempotency: JournalSample.key(2)
                    )
                }
                await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<4 { group.addTask { (try? await append()) == nil } }
                    for await isRefused in group { #expect(isRefused) }
                }
                try disk.empty()
                #expect(try await append() == JournalReceipt(sequence: 2, isDurable: true))
            }
        }
    }

    @Test func `With a full disk a flushed segment makes room`() async throws {
        try await withSmallDisk { home, _ in
            var settings = JournalSettings()
            settings.segmentBytes = JournalLimits.leastSegmentBytes
            try await home.withJournal(settings) { journal async throws in
                for number in 1...200 {
                    _ = try await journal.append(JournalSample.record(number, padding: 5_000))
                    journal.flushed(through: Int64(number))
                }
                #expect(journal.status.last == 200)
                #expect(journal.status.first > 100)
            }
        }
    }

    @Test func `A journal opens on a full disk, and takes records when there is room`() async throws
    {
        try await withSmallDisk { home, disk in
            try disk.fill(leaving: 0)
            try await home.withJournal { journal async throws in
                await #expect(throws: JournalError.self) {
                    try await journal.append(JournalSample.record(1))
                }
                #expect(home.names(".wal").isEmpty)
                try disk.empty()
                #expect(try await journal.append(JournalSample.record(1)).sequence == 1)
                #expect(journal.status.intake == .open)
            }
        }
    }
}
