import Logging
import Testing

@testable import Store

/// How long the keeper waits between two things that it does again and again.
@Suite struct KeeperPauseTests {
    @Test func `an interval is waited for, but for what lies behind its last tick`() async throws {
        var settings = StoreSettings(database: ConnectionString(keywords: [:]))
        settings.pollInterval = .seconds(1)
        settings.heartbeat = .seconds(2)
        let keeper = CacheKeeper(
            accounts: Accounts(limits: settings.limits, pollInterval: settings.pollInterval),
            connections: StoreConnections(settings),
            status: KeeperStatus(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let begin = SystemClock().now()
        try await keeper.pause(\.pollInterval, since: begin)
        #expect(SystemClock().now().elapsed(since: begin) >= .milliseconds(950))
        try await keeper.pause(\.heartbeat, since: begin)
        #expect(SystemClock().now().elapsed(since: begin) >= .milliseconds(1_950))
    }
}
