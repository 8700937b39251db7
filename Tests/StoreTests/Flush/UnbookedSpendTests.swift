import TestSupport
import Testing

@testable import Store

@Suite("Whether a database may be detached")
struct UnbookedSpendTests {
    /// A state directory whose journal holds two events, flushed to the database `here`.
    private func home() async throws -> JournalHome {
        let home = try JournalHome()
        try FileTree.store(Array("\(JournalHome.instance)\n".utf8), as: "instance", in: home.path)
        try await home.withJournal { journal in
            for number in 1...2 {
                _ = try await journal.append(.event(FlushSample.event(number), retry: nil))
            }
        }
        var binding = JournalBinding()
        binding.databaseID = "here"
        try binding.write(in: home.journal)
        return home
    }

    private func row(at sequence: Int64) -> CheckpointRow {
        CheckpointRow(instance: JournalHome.instance, epoch: 1, holder: "h", sequence: sequence)
    }

    @Test func `not while events wait, also where the database has no checkpoint of them`()
        async throws
    {
        let home = try await home()
        #expect(UnbookedSpend.reason(home.path, "here", [row(at: 2)]) == nil)
        #expect(
            UnbookedSpend.reason(home.path, "here", [row(at: 1)])?.hasPrefix("1 events") == true
        )
        #expect(UnbookedSpend.reason(home.path, "here", [])?.hasPrefix("2 events") == true)
    }

    @Test func `what waits for another database is no reason`() async throws {
        let home = try await home()
        #expect(UnbookedSpend.reason(home.path, "elsewhere", []) == nil)
    }

    @Test func `no state directory is no reason, one that cannot be read is`() async throws {
        let home = try await home()
        #expect(UnbookedSpend.reason(home.path + "/none", "here", []) == nil)
        try FileTree.store([], as: "instance", in: home.path)
        let reason = UnbookedSpend.reason(home.path, "here", [])
        #expect(reason?.contains("cannot be seen") == true)
    }

    @Test func `a journal that cannot be read is a reason`() async throws {
        let home = try await home()
        try FileTree.store(Array("junk".utf8), as: "binding", in: home.journal)
        let reason = UnbookedSpend.reason(home.path, "here", [row(at: 2)])
        #expect(reason?.contains("cannot be seen") == true)
    }
}
