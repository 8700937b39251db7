import TestSupport
import Testing

@testable import Store

/// On a small disk of its own, which takes root to make.
@Suite(.needsRoot) struct JournalSpaceTests {
    private func withSmallDisk(_ body: (JournalHome) async throws -> Void) async throws {
        let path = TestDirectory.name("disk")
        try FileTree.makeDirectory(path, mode: 0o700)
        let mount = ["mount", "-t", "tmpfs", "-o", "size=512k,mode=0700", "tmpfs", path]
        let mounted = try ChildProcess(mount).run()
        try #require(mounted.isSuccess, "a tmpfs can be mounted, which takes root")
        defer { _ = try? ChildProcess(["umount", "-l", path]).run() }
        let home = try JournalHome(path)
        try await body(home)
    }

    /// Fills up what is left of the disk, but for some bytes.
    private func fill(_ home: JournalHome, leaving bytes: Int) throws -> OpenFile {
        let file = try OpenFile.create(home.path + "/ballast")
        var size = 0
        while (try? file.write([UInt8](repeating: 1, count: 4_096), at: size)) != nil {
            size += 4_096
        }
        try file.truncate(to: max(0, size - bytes))
        return file
    }

    @Test func `A write that fails half-way leaves nothing, and works again with space`()
        async throws
    {
        try await withSmallDisk { home in
            try await home.withJournal { journal async throws in
                for number in 1...5 { _ = try await journal.append(JournalSample.record(number)) }
                let name = home.names(".wal")[0]
                let before = try home.read(name)
                let ballast = try fill(home, leaving: 8_192)
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
                guard case .refusing = journal.status.intake else {
                    Issue.record("\(journal.status.intake)")
                    return
                }
                try ballast.truncate(to: 0)
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
        try await withSmallDisk { home in
            try await home.withJournal { journal async throws in
                _ = try await journal.append(JournalSample.record(1))
                let ballast = try fill(home, leaving: 4_096)
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
                try ballast.truncate(to: 0)
                #expect(try await append() == JournalReceipt(sequence: 2, isDurable: true))
            }
        }
    }

    @Test func `With a full disk a flushed segment makes room`() async throws {
        try await withSmallDisk { home in
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

    @Test func `A journal opens on a full disk, and resumes by itself or when told`() async throws {
        try await withSmallDisk { home in
            let ballast = try fill(home, leaving: 0)
            try await home.withJournal { journal async throws in
                await #expect(throws: JournalError.self) {
                    try await journal.append(JournalSample.record(1))
                }
                #expect(home.names(".wal").isEmpty)
                try ballast.truncate(to: 0)
                journal.resume()
                try await Poll.until("the intake is open") { journal.status.intake == .open }
                #expect(try await journal.append(JournalSample.record(1)).sequence == 1)
            }
        }
    }
}
