import TestSupport
import Testing

@testable import Store

/// Rows that hold what cannot be read.
@Suite struct BadRowTests {
    @Test func `one row that cannot be read does not spoil those that are read with it`()
        async throws
    {
        try await WatchedDatabase.with { watched in
            let database = watched.database
            let good = (1...5).map { TokenHash(ofKey: "sk-good-\($0)") }
            let bad = TokenHash(ofKey: "sk-bad")
            for token in good + [bad] { try await database.insertKey(token) }
            let table = "\"LiteLLM_VerificationToken\""
            try await database.execute("ALTER TABLE \(table) ALTER COLUMN tpm_limit TYPE text")
            try await database.execute(
                "UPDATE \(table) SET tpm_limit = 'many' WHERE token = '\(bad.hex)'"
            )
            let settings = KeptCache.settings(database.connection)
            try await KeptCache.with(settings, reads: false) { kept in
                try await Poll.until("a look at the database") { kept.connections.catalog != nil }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for token in good {
                        group.addTask { #expect(await kept.ask(token) == .open) }
                    }
                    group.addTask { #expect(await kept.ask(bad) == .unavailable) }
                    // All of them in one statement.
                    try await Poll.until("six reads that wait") {
                        kept.accounts.update { cache, _ in cache.stats.queuedReads } == 6
                    }
                    let reading = Task { await kept.read() }
                    defer { reading.cancel() }
                    try await group.waitForAll()
                }
                #expect(kept.report.failedReadCount >= 1)
            }
        }
    }
}
