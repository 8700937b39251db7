import Sidecar
import Testing
import Wire

@Suite struct ServeCommandTests {
    @Test func `check prints the settings with their origins and no secret`() async {
        var fixture = CommandFixture()
        fixture.environment["DATABASE_URL"] = "postgres://u:planted@db/llm"
        fixture.environment["SIDECAR_HEARTBEET"] = "1"
        let outcome = await fixture.run("serve", "--check", "--socket", "s.sock", "--schema", "x")
        #expect(outcome.code == 0)
        #expect(outcome.output.contains("socket = /cwd/s.sock  # --socket\n"))
        #expect(outcome.output.contains("database_url = <redacted>  # DATABASE_URL\n"))
        #expect(outcome.output.contains("table_prefix = not set  # default\n"))
        #expect(!outcome.output.contains("planted"))
        #expect(
            outcome.errors
                == "warning: SIDECAR_HEARTBEET: is not a setting; did you mean SIDECAR_HEARTBEAT?\n"
        )
    }

    @Test(arguments: [
        ("SIDECAR_DATABASE_URL", "planted", "database_url", "neither a postgresql:// URL"),
        ("DATABASE_URL", "postgres://h:99999/d", "database_url", "a port that is not from 1"),
        ("DATABASE_URL", "postgres://h/d?sslmode=planted", "database_url", "a sslmode that is"),
        ("SIDECAR_LISTEN_URL", "planted", "listen_url", "neither a postgresql:// URL"),
        ("SIDECAR_SOCKET_GROUP", "no-such-group", "socket_group", "there is no group no-such"),
        ("DATABASE_URL", "", "database_url", "is set, but empty"),
    ])
    func `what cannot be used here is found before anything is started, with code 64`(
        variable: String,
        value: String,
        setting: String,
        complaint: String
    ) async {
        for arguments in [["serve", "--check"], ["serve"]] {
            var fixture = CommandFixture()
            fixture.environment["DATABASE_URL"] = "postgres://h/d"
            // No daemon could begin there, should it come to that.
            fixture.environment["SIDECAR_STATE_DIR"] = "/proc/none"
            fixture.environment[variable] = value
            let outcome = await fixture.run(arguments: arguments)
            #expect(outcome.code == 64 && outcome.output.isEmpty)
            let problem = outcome.error("problems")?.array?.first
            #expect(problem?["setting"] == .string(setting))
            #expect(problem?["origin"] == .string(variable))
            #expect(problem?["message"]?.string?.contains(complaint) == true, "\(outcome)")
            #expect(!outcome.errors.contains("planted"))
        }
    }

    @Test func `check reports all problems with code 64`() async {
        var fixture = CommandFixture()
        fixture.files = ["/p.yaml": "sidecar:\n  hartbeat: 5s\n"]
        fixture.environment["SIDECAR_DURABILITY"] = "none"
        let outcome = await fixture.run("serve", "--check", "--config", "/p.yaml")
        #expect(outcome.code == 64 && outcome.output.isEmpty)
        #expect(outcome.error("type") == "invalid_configuration")
        #expect(
            outcome.error("problems") == [
                [
                    "setting": nil, "origin": "/p.yaml:2 (sidecar.hartbeat)",
                    "message": "unknown setting; did you mean heartbeat?",
                ],
                [
                    "setting": "durability", "origin": "SIDECAR_DURABILITY",
                    "message": "'none' is not fsync or write",
                ],
            ]
        )
        fixture.onTerminal = true
        let text = await fixture.run("serve", "--check", "--config", "/p.yaml")
        #expect(
            text.errors == """
                error: the configuration cannot be used: 2 problems
                  /p.yaml:2 (sidecar.hartbeat): unknown setting; did you mean heartbeat?
                  durability from SIDECAR_DURABILITY: 'none' is not fsync or write

                """
        )
    }

    @Test(
        arguments: [
            "socket", "admin_socket", "state_dir", "database_url", "listen_url", "schema",
            "table_prefix",
        ])
    func `every flag of the table is a flag of the program`(name: String) async throws {
        let flag = try #require(SettingsTable.definition(named: name)?.flag)
        let text = try #require(SettingSamples.texts[name])
        var fixture = CommandFixture()
        fixture.environment["DATABASE_URL"] = "postgres://base"
        let outcome = await fixture.run("serve", "--check", flag, text)
        #expect(outcome.output.contains("  # \(flag)\n"))
    }
}
