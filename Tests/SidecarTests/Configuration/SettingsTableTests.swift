import Sidecar
import Testing
import Wire

@Suite struct SettingsTableTests {
    @Test func `names, variables and flags are unique`() {
        let all = SettingsTable.all
        #expect(Set(all.map(\.name)).count == all.count)
        #expect(Set(all.map(\.environmentName)).count == all.count)
        #expect(Set(all.compactMap(\.flag)).count == all.compactMap(\.flag).count)
    }

    @Test func `a name becomes its variable and its flag`() throws {
        let keys = try #require(SettingsTable.definition(named: "cache.max_keys"))
        #expect(keys.environmentName == "SIDECAR_CACHE_MAX_KEYS")
        #expect(keys.flag == nil)
        let admin = try #require(SettingsTable.definition(named: "admin_socket"))
        #expect(admin.flag == "--admin-socket")
    }

    @Test func `exactly the settings of the command line have flags`() {
        let flags = Set(SettingsTable.all.compactMap(\.flag))
        #expect(
            flags == [
                "--socket", "--admin-socket", "--state-dir", "--database-url", "--listen-url",
                "--schema", "--table-prefix",
            ]
        )
    }

    @Test func `sockets, state directory and the windows of rates need a restart`() {
        let names = SettingsTable.all.filter { $0.takesEffect == .restart }.map(\.name)
        #expect(
            Set(names) == [
                "socket", "admin_socket", "socket_group", "state_dir", "private_postgres.user",
                "rate_window", "rates_at_start",
            ]
        )
    }

    @Test func `every setting has a sample`() {
        #expect(Set(SettingSamples.texts.keys) == Set(SettingsTable.all.map(\.name)))
    }

    @Test(arguments: SettingsTable.all.map(\.name))
    func `a shown value can be read again`(name: String) throws {
        let definition = try #require(SettingsTable.definition(named: name))
        guard !definition.isSecret else { return }
        var settings = SettingSamples.settings
        let shown = definition.show(settings)
        let isList = shown.hasPrefix("[")
        let elements = shown.dropFirst().dropLast().split(separator: ",").map {
            String($0.trimmingPrefix(" "))
        }
        #expect(definition.store(isList ? .many(elements) : .one(shown), &settings))
        #expect(definition.isSame(settings, SettingSamples.settings))
    }

    @Test(
        arguments: [
            ("cache.max_keys", "1000000"), ("cache.sweep_interval", "5m"), ("stale_grace", "5m"),
            ("flush_interval", "1s"), ("journal.max_bytes", "8GiB"), ("journal.retention", "24h"),
            ("grant_cap", "none"), ("reset_job", "auto"), ("durability", "fsync"),
            ("error_logs", "spend_logs"), ("limits.frame_bytes", "1MiB"), ("log_format", "auto"),
            ("budget_exceeded_status", "422"), ("enforce_blocked_end_users", "false"),
            ("reservations", "true"), ("schema", "public"),
        ])
    func `defaults read as documented`(name: String, text: String) {
        #expect(SettingsTable.definition(named: name)?.defaultText == text)
    }

    @Test func `a depth that the scanner cannot keep track of is refused`() {
        let depth = SettingForm<Int>.count(4...JSONScanner.greatestDepth)
        #expect(SettingsTable.definition(named: "limits.depth")?.expected == depth.expected)
        #expect(depth.expected.hasSuffix("to 64"))
    }
}
