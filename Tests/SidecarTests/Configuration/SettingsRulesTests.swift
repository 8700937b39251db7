import Sidecar
import Testing

@Suite struct SettingsRulesTests {
    @Test func `the defaults break no rule`() {
        #expect(SettingsRules.violations(Settings()).isEmpty)
    }

    @Test(arguments: ["socket", "admin_socket"])
    func `a socket path may have 107 bytes and not 108`(name: String) throws {
        var fixture = SettingsFixture()
        fixture.flags.values[name] = "/" + String(repeating: "a", count: 106)
        _ = try fixture.load()
        fixture.flags.values[name] = "/" + String(repeating: "é", count: 53) + "ab"
        let problems = fixture.problems()
        #expect(problems.count == 1)
        #expect(
            problems.first?.contains("is 109 bytes long and a Unix socket's may be 107") == true
        )
        #expect(problems.first?.contains("--\(name.replacing("_", with: "-"))") == true)
    }

    @Test func `a default socket path that is too long says what to set`() {
        var fixture = SettingsFixture()
        fixture.flags.values["state_dir"] = "/" + String(repeating: "a", count: 120)
        let problems = fixture.problems()
        #expect(problems.count == 2)
        #expect(problems.allSatisfy { $0.contains("from default") && $0.contains("shorter") })
    }

    @Test func `two sockets cannot share a path`() {
        var fixture = SettingsFixture()
        fixture.flags.values = ["socket": "/a.sock", "admin_socket": "//./a.sock"]
        #expect(fixture.problems().first?.contains("are both /a.sock") == true)
    }

    @Test(arguments: ["LiteLLM_", "_", "a", "A1_", String(repeating: "x", count: 24)])
    func `a good prefix`(prefix: String) {
        var settings = Settings()
        settings.database.tablePrefix = prefix
        #expect(SettingsRules.violations(settings).isEmpty)
    }

    @Test(
        arguments: [
            "1a", "a-b", "a b", "a\"", "é", "a.b", String(repeating: "x", count: 25), "a;--",
        ])
    func `a bad prefix`(prefix: String) {
        var settings = Settings()
        settings.database.tablePrefix = prefix
        #expect(SettingsRules.violations(settings).map(\.setting) == ["table_prefix"])
    }

    @Test(arguments: ["public", "my-proxy", "a$1", "_x"])
    func `a good schema`(name: String) {
        var settings = Settings()
        settings.database.schema = name
        #expect(SettingsRules.violations(settings).isEmpty)
    }

    @Test(
        arguments: [
            "sidecar", "pg_catalog", "a\"b", "a b", "1a", "é", String(repeating: "x", count: 64),
        ])
    func `a bad schema`(name: String) {
        var settings = Settings()
        settings.database.schema = name
        #expect(SettingsRules.violations(settings).map(\.setting) == ["schema"])
    }

    @Test func `a listener's address without a database is refused`() {
        var fixture = SettingsFixture()
        fixture.flags.values["listen_url"] = "postgres://x"
        #expect(fixture.problems().first?.contains("without database_url") == true)
        fixture.flags.values["database_url"] = "postgres://y"
        #expect(fixture.problems().isEmpty)
    }

    @Test func `the reset job runs where two jobs cannot meet`() {
        var settings = Settings()
        #expect(settings.resetsBudgets(ownDatabase: true))
        #expect(!settings.resetsBudgets(ownDatabase: false))
        settings.proxy.disableResetBudget = true
        #expect(settings.resetsBudgets(ownDatabase: false))
        settings.grants.resetJob = false
        #expect(!settings.resetsBudgets(ownDatabase: true))
    }
}
