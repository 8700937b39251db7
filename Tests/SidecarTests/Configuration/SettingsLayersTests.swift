import Sidecar
import Testing

@Suite struct SettingsLayersTests {
    private static let names = SettingsTable.all.map(\.name)
    private static let flagNames = SettingsTable.all.filter { $0.flag != nil }.map(\.name)

    /// `listen_url` alone is refused, so that a database is always there.
    private static let base = ["HOME": "/home/ada", "DATABASE_URL": "postgres://base/llm"]

    private func check(_ fixture: SettingsFixture, _ name: String, _ origin: SettingOrigin) throws {
        let loaded = try fixture.load()
        let definition = try #require(SettingsTable.definition(named: name))
        #expect(definition.isSame(loaded.settings, SettingSamples.settings))
        #expect(loaded.origins[name] == origin)
        #expect(loaded.warnings.isEmpty)
    }

    @Test(arguments: flagNames) func `a flag sets it`(name: String) throws {
        let text = try #require(SettingSamples.texts[name])
        let fixture = SettingsFixture(flags: SettingsFlags([name: text]), environment: Self.base)
        let flag = try #require(SettingsTable.definition(named: name)?.flag)
        try check(fixture, name, .flag(flag))
    }

    @Test(arguments: names) func `a variable sets it`(name: String) throws {
        let text = try #require(SettingSamples.texts[name])
        let variable = try #require(SettingsTable.definition(named: name)?.environmentName)
        var fixture = SettingsFixture(environment: Self.base)
        fixture.environment[variable] = text
        try check(fixture, name, .environment(variable))
    }

    @Test(arguments: names) func `the file sets it with a dotted name`(name: String) throws {
        let text = try #require(SettingSamples.texts[name])
        var fixture = SettingsFixture.file("sidecar:\n  \(name): \"\(text)\"\n")
        if name == "listen_url" { fixture.environment["DATABASE_URL"] = "postgres://base/llm" }
        try check(fixture, name, .file("/etc/proxy.yaml", line: 2, field: "sidecar.\(name)"))
    }

    @Test(arguments: names.filter { $0.contains(".") })
    func `the file sets it nested`(name: String) throws {
        let text = try #require(SettingSamples.texts[name])
        let parts = name.split(separator: ".")
        let fixture = SettingsFixture.file("sidecar:\n  \(parts[0]):\n    \(parts[1]): \(text)\n")
        try check(fixture, name, .file("/etc/proxy.yaml", line: 3, field: "sidecar.\(name)"))
    }

    @Test func `all settings together land in their own fields`() throws {
        var fixture = SettingsFixture()
        for definition in SettingsTable.all {
            fixture.environment[definition.environmentName] = SettingSamples.texts[definition.name]
        }
        #expect(try fixture.load().settings == SettingSamples.settings)
    }

    @Test func `a flag wins over a variable, that over the file, that over the default`() throws {
        var fixture = SettingsFixture.file("sidecar: {schema: c, heartbeat: 3s}\n")
        #expect(try fixture.load().settings.database.schema == "c")
        fixture.environment["SIDECAR_SCHEMA"] = "b"
        #expect(try fixture.load().settings.database.schema == "b")
        fixture.flags.values["schema"] = "a"
        let settings = try fixture.load().settings
        #expect(settings.database.schema == "a")
        #expect(settings.freshness.heartbeat == .seconds(3))
        #expect(settings.freshness.pollInterval == .seconds(5))
    }

    @Test func `DATABASE_URL stands between its namesake and the file`() throws {
        var fixture = SettingsFixture.file("sidecar: {database_url: from-file}\n")
        #expect(try fixture.load().settings.database.url == Secret("from-file"))
        fixture.environment["DATABASE_URL"] = "from-proxy-variable"
        #expect(try fixture.load().settings.database.url == Secret("from-proxy-variable"))
        fixture.environment["SIDECAR_DATABASE_URL"] = "from-our-variable"
        #expect(try fixture.load().settings.database.url == Secret("from-our-variable"))
    }

    @Test(arguments: ["DATABASE_URL", "SIDECAR_DATABASE_URL"])
    func `an empty variable for the database is no wish for a private one`(name: String) throws {
        let fixture = SettingsFixture(environment: ["HOME": "/h", name: ""])
        let problems = fixture.problems()
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("database_url from \(name): is set, but empty") == true)
        let file = "general_settings: {database_url: 'postgres://h/d'}\n"
        let other = try SettingsFixture.file(file, environment: [name: ""]).load()
        #expect(other.settings.database.url == Secret("postgres://h/d"))
    }

    @Test func `an empty variable counts as not set`() throws {
        var fixture = SettingsFixture.file("sidecar: {schema: c}\n")
        fixture.environment["SIDECAR_SCHEMA"] = ""
        let settings = try fixture.load().settings
        #expect(settings.database.schema == "c")
        #expect(settings.database.url == nil)
    }

    @Test func `an unknown variable of ours warns with the nearest name`() throws {
        let environment = ["HOME": "/h", "SIDECAR_CACHE_MAX_KYES": "5", "SIDE": "x"]
        let loaded = try SettingsFixture(environment: environment).load()
        #expect(
            loaded.warnings.map(\.description) == [
                "SIDECAR_CACHE_MAX_KYES: is not a setting; did you mean SIDECAR_CACHE_MAX_KEYS?"
            ]
        )
    }

    @Test func `a variable names the file, and a flag wins over it`() throws {
        var fixture = SettingsFixture(environment: ["HOME": "/h", "SIDECAR_CONFIG": "a.yaml"])
        fixture.files = [
            "/home/ada/here/a.yaml": "sidecar: {schema: a}", "/b.yaml": "sidecar: {schema: b}",
        ]
        #expect(try fixture.load().settings.database.schema == "a")
        fixture.flags.configFile = "/b.yaml"
        #expect(try fixture.load().settings.database.schema == "b")
    }

    @Test func `the listener connects where look-ups do unless it is set`() throws {
        var settings = Settings()
        settings.database.url = Secret("a")
        #expect(settings.database.listenURL == Secret("a"))
        settings.database.separateListenURL = Secret("b")
        #expect(settings.database.listenURL == Secret("b"))
    }

    @Test func `the listing shows every setting with its origin and no secret`() throws {
        var fixture = SettingsFixture()
        for (name, text) in SettingSamples.texts {
            let definition = try #require(SettingsTable.definition(named: name))
            fixture.environment[definition.environmentName] = text
        }
        let listing = try fixture.load().listing
        for name in Self.names { #expect(listing.contains("\(name) = ")) }
        #expect(listing.contains("heartbeat = 500ms  # SIDECAR_HEARTBEAT\n"))
        #expect(listing.contains("master_key = <redacted>  # SIDECAR_MASTER_KEY\n"))
        #expect(!listing.contains("sk-master") && !listing.contains("pw@"))
    }
}
