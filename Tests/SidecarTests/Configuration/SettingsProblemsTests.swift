import Sidecar
import Testing

@Suite struct SettingsProblemsTests {
    private static let badNames = SettingSamples.bad.keys.sorted()

    @Test(arguments: badNames) func `a bad value names setting, place, value and form`(
        name: String
    ) throws {
        let definition = try #require(SettingsTable.definition(named: name))
        let text = try #require(SettingSamples.bad[name])
        var fixture = SettingsFixture()
        fixture.environment[definition.environmentName] = text
        #expect(
            fixture.problems() == [
                "\(name) from \(definition.environmentName): '\(text)' is not "
                    + definition.expected
            ]
        )
        let file = SettingsFixture.file("\n\nsidecar:\n  \(name): \"\(text)\"\n")
        #expect(
            file.problems() == [
                "\(name) from /etc/proxy.yaml:4 (sidecar.\(name)): '\(text)' is not "
                    + definition.expected
            ]
        )
    }

    @Test func `every form but free text has a bad sample`() {
        let free: Set<String> = [
            "socket", "admin_socket", "socket_group", "state_dir", "database_url", "listen_url",
            "schema", "table_prefix", "private_postgres.user", "master_key",
        ]
        #expect(free.union(Self.badNames) == Set(SettingsTable.all.map(\.name)))
    }

    @Test func `all problems are reported at once`() {
        var fixture = SettingsFixture.file(
            """
            sidecar:
              heartbeat: often
              cach: {max_keys: 5}
              limits: {depth: 0}
            general_settings: {disable_spend_logs: perhaps}
            """
        )
        fixture.environment["SIDECAR_DURABILITY"] = "none"
        fixture.flags.values["table_prefix"] = "1st"
        let problems = fixture.problems()
        #expect(problems.count == 6)
        for part in ["heartbeat", "cach", "limits.depth", "disable_spend", "none", "'1st'"] {
            #expect(problems.contains { $0.contains(part) }, "\(part) in \(problems)")
        }
    }

    @Test func `a bad value that does not win is not judged`() throws {
        var fixture = SettingsFixture.file("sidecar: {heartbeat: often}")
        fixture.environment["SIDECAR_HEARTBEAT"] = "2s"
        #expect(try fixture.load().settings.freshness.heartbeat == .seconds(2))
    }

    @Test func `the value of a secret is in no problem`() {
        let fixture = SettingsFixture.file(
            """
            sidecar:
              master_key: [sk-planted-secret]
              database_url: {password: planted-secret}
            """
        )
        let problems = fixture.problems()
        #expect(problems.count == 2)
        #expect(!problems.joined().contains("planted"))
        #expect(problems.joined().contains("the value is not a virtual key"))
    }

    @Test func `an unknown name in our part is an error with line and nearest name`() {
        let fixture = SettingsFixture.file(
            "sidecar:\n  heartbeat: 5s\n  hartbeat: 5s\n  cache:\n    max_kyes: 5\n"
        )
        #expect(
            fixture.problems() == [
                "/etc/proxy.yaml:3 (sidecar.hartbeat): unknown setting; did you mean heartbeat?",
                "/etc/proxy.yaml:5 (sidecar.cache.max_kyes): unknown setting; "
                    + "did you mean cache.max_keys?",
            ]
        )
    }

    @Test(arguments: [
        ("max_keys: 5", "cache.max_keys"), ("limits: {conections: 1}", "limits.connections"),
        ("database: {url: x}", "database_url"), ("private: {max_bytes: 1}", "journal.max_bytes"),
        ("cach: {max_keys: 1}", "cache.max_keys"),
    ])
    func `a name in the wrong place gets a hint as well`(text: String, hint: String) {
        let problems = SettingsFixture.file("sidecar: {\(text)}").problems()
        #expect(problems.count == 1)
        #expect(problems.first?.hasSuffix("unknown setting; did you mean \(hint)?") == true)
    }

    @Test func `an unknown name with no neighbour gets no hint`() {
        let problems = SettingsFixture.file("sidecar: {zzzzzzzzzzz: 1}").problems()
        #expect(problems == ["/etc/proxy.yaml:1 (sidecar.zzzzzzzzzzz): unknown setting"])
    }

    @Test func `a group with a plain value says what it is`() {
        let problems = SettingsFixture.file("sidecar:\n  cache: 5\n").problems()
        #expect(problems.count == 1)
        #expect(problems.first?.contains("is a group of settings") == true)
    }

    @Test(arguments: ["sidecar: 5", "sidecar: [a]"])
    func `our part has to be names with values`(text: String) {
        #expect(SettingsFixture.file(text).problems().count == 1)
    }

    @Test func `the same setting nested and dotted is an error`() {
        let fixture = SettingsFixture.file(
            "sidecar:\n  cache: {max_keys: 5}\n  cache.max_keys: 6\n"
        )
        #expect(
            fixture.problems() == ["/etc/proxy.yaml:3 (sidecar.cache.max_keys): set more than once"]
        )
    }

    @Test func `a duplicate key is an error with its line`() {
        let fixture = SettingsFixture.file("sidecar:\n  schema: a\n  schema: b\n")
        let problems = fixture.problems()
        #expect(problems == ["/etc/proxy.yaml:2: set more than once: schema"])
    }

    @Test func `what is not YAML is an error without a piece of the file`() {
        let problems = SettingsFixture.file("a: sk-planted-secret\n  b: [").problems()
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("/etc/proxy.yaml:2: the file is not YAML") == true)
        #expect(!problems.joined().contains("planted"))
    }

    @Test(arguments: ["- a\n- b\n", "just text\n"])
    func `a file that is no mapping is an error`(text: String) {
        let problems = SettingsFixture.file(text).problems()
        #expect(problems.first?.contains("not a mapping") == true)
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "sidecar:\n", "sidecar: ~\n", "sidecar: {}\n"])
    func `a file that says nothing changes nothing`(text: String) throws {
        #expect(try SettingsFixture.file(text).load().settings == SettingsFixture().load().settings)
    }

    @Test func `a null is as good as nothing`() throws {
        let fixture = SettingsFixture.file(
            "sidecar: {schema: , heartbeat: null, cache: , limits: {depth: ~}}"
        )
        #expect(try fixture.load().settings == SettingsFixture().load().settings)
        #expect(SettingsFixture.file("sidecar: {heartbeat: \"null\"}").problems().count == 1)
    }

    @Test func `a file that cannot be read is an error`() {
        var fixture = SettingsFixture()
        fixture.flags.configFile = "missing.yaml"
        let problems = fixture.problems()
        #expect(problems.count == 1)
        #expect(
            problems.first?.hasPrefix("/home/ada/here/missing.yaml cannot be read") == true
        )
    }
}
