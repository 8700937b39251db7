import TestSupport
import Testing

@testable import Store

/// The keeper on real databases: what it loads and hears, and how it begins anew.
@Suite struct CacheKeeperTests {
    private let token = TokenHash(ofKey: "sk-kept")

    private func change(_ managed: ManagedDatabase, blocked: Bool) async throws {
        try await managed.database.execute(
            "UPDATE \(managed.table) SET blocked = $1",
            [.bool(blocked)]
        )
    }

    @Test func `a change is heard of, by requests from many tasks`() async throws {
        try await ManagedDatabase.with { managed in
            try await managed.make("sk-kept")
            let settings = StoreSettings(database: managed.database.connection)
            try await KeptCache.with(settings) { cache in
                try await cache.untilFresh()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<8 { group.addTask { try await cache.until(true, token) } }
                    try await change(managed, blocked: true)
                    try await group.waitForAll()
                }
                #expect(await cache.isBlocked(TokenHash(ofKey: "sk-nobody")) == nil)
                try await change(managed, blocked: false)
                try await cache.until(false, token)
            }
        }
    }

    @Test func `a lost link begins anew, and what changed meanwhile is seen`() async throws {
        try await ManagedDatabase.with { managed in
            try await managed.make("sk-kept")
            let settings = StoreSettings(database: managed.database.connection)
            try await KeptCache.with(settings) { cache in
                try await cache.untilFresh()
                try await managed.database.execute(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """
                )
                try await change(managed, blocked: true)
                try await cache.until(true, token)
                try await Poll.until("another session") { cache.status.report.sessionCount > 1 }
                try await cache.untilFresh()
            }
        }
    }

    @Test func `other settings lead to another database, whose rows alone serve`() async throws {
        try await ManagedDatabase.with { first in
            try await ManagedDatabase.with { second in
                try await first.make("sk-kept")
                try await second.make("sk-other")
                let settings = StoreSettings(database: first.database.connection)
                try await KeptCache.with(settings) { cache in
                    try await cache.untilFresh()
                    cache.connections.apply(StoreSettings(database: second.database.connection))
                    try await cache.until(false, TokenHash(ofKey: "sk-other"))
                    #expect(await cache.isBlocked(token) == nil)
                    try await cache.untilFresh()
                    #expect(await cache.isBlocked(token) == nil)
                    try await change(second, blocked: true)
                    try await cache.until(true, TokenHash(ofKey: "sk-other"))
                }
            }
        }
    }

    @Test func `a shorter interval counts while the longer one is waited for`() async throws {
        try await ManagedDatabase.with { managed in
            var settings = StoreSettings(database: managed.database.connection)
            settings.sweepInterval = .seconds(3_600)
            try await KeptCache.with(settings) { cache in
                try await cache.untilFresh()
                settings.sweepInterval = .milliseconds(100)
                cache.connections.apply(settings)
                try await Poll.until("a sweep") { cache.status.report.sweepCount > 0 }
                #expect(cache.status.report.sessionCount == 1)
            }
        }
    }
}
