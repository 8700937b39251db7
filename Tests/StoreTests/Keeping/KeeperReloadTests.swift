import TestSupport
import Testing

@testable import Store

/// Settings that change while the keeper works.
@Suite struct KeeperReloadTests {
    private let token = TokenHash(ofKey: "sk-first")
    private let other = TokenHash(ofKey: "sk-second")

    @Test func `other settings lead to another database, whose rows alone serve`() async throws {
        try await WatchedDatabase.with { first in
            let token = token
            let other = other
            try await WatchedDatabase.with { second in
                try await first.database.insertKey(token)
                try await second.database.insertKey(other)
                let settings = KeptCache.settings(first.database.connection)
                try await KeptCache.with(settings) { kept in
                    try await kept.untilFresh()
                    #expect(await kept.ask(token) == .open)
                    kept.connections.apply(KeptCache.settings(second.database.connection))
                    try await kept.until(.open, on: other)
                    try await kept.until(.unknownKey, on: token)
                    try await kept.untilFresh()
                    try await second.database.block(other)
                    try await kept.until(.blocked, on: other)
                }
            }
        }
    }

    @Test func `a shorter interval counts while the longer one is waited for`() async throws {
        try await WatchedDatabase.with { watched in
            var settings = KeptCache.settings(watched.database.connection)
            settings.sweepInterval = .seconds(3_600)
            let long = settings
            settings.sweepInterval = .milliseconds(100)
            let short = settings
            try await KeptCache.with(long) { kept in
                try await kept.untilFresh()
                kept.connections.apply(short)
                try await Poll.until("a sweep") { kept.report.sweepCount > 0 }
                #expect(kept.report.sessionCount == 1)
            }
        }
    }
}
