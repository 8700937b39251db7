import Sidecar
import Testing

@Suite struct SettingChangeTests {
    @Test func `equal settings have no changes`() {
        #expect(SettingSamples.settings.changes(from: SettingSamples.settings).isEmpty)
    }

    @Test func `every setting that differs is listed`() {
        let changes = SettingSamples.settings.changes(from: Settings())
        #expect(changes.map(\.name) == SettingsTable.all.map(\.name))
    }

    @Test func `a change says before, after and when it counts`() {
        var settings = Settings()
        settings.freshness.heartbeat = .seconds(9)
        settings.socket = "/new.sock"
        #expect(
            settings.changes(from: Settings()) == [
                SettingChange(
                    name: "socket",
                    before: "/run/sidecar/sidecar.sock",
                    after: "/new.sock",
                    takesEffect: .restart
                ),
                SettingChange(
                    name: "heartbeat",
                    before: "5s",
                    after: "9s",
                    takesEffect: .reload
                ),
            ]
        )
    }

    @Test func `a changed secret is listed and not shown`() {
        var older = Settings()
        older.masterKey = Secret("sk-old-planted")
        var newer = older
        newer.masterKey = Secret("sk-new-planted")
        let changes = newer.changes(from: older)
        #expect(changes.map(\.name) == ["master_key"])
        #expect(!"\(changes)".contains("planted"))
    }

    @Test func `a change in the proxy's part is one change`() {
        var settings = Settings()
        settings.proxy.modelNames = ["gpt-4o"]
        #expect(settings.changes(from: Settings()).map(\.name) == ["proxy_config"])
    }

    @Test func `what needs a restart can be kept`() {
        var running = Settings()
        running.database.url = Secret("postgresql://running/proxy")
        let kept = SettingSamples.settings.keeping(restartOnly: running)
        let changes = kept.changes(from: running)
        #expect(changes.allSatisfy { $0.takesEffect.isAtReload })
        let reloadable = SettingsTable.all.filter { $0.takesEffect.isAtReload }
        #expect(changes.count == reloadable.count)
    }

    @Test func `only a restart leads from the private Postgres to another, and back`() throws {
        let own = Settings()
        var other = own
        other.database.url = Secret("postgresql://other/proxy")
        for (older, newer) in [(own, other), (other, own)] {
            let change = try #require(newer.changes(from: older).first)
            #expect(change.name == "database_url")
            #expect(change.takesEffect == .restart)
            #expect(newer.keeping(restartOnly: older).changes(from: older).isEmpty)
        }
        var third = other
        third.database.url = Secret("postgresql://third/proxy")
        #expect(third.changes(from: other).map(\.takesEffect) == [.reload])
        #expect(third.keeping(restartOnly: other) == third)
    }
}
