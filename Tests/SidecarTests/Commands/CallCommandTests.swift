import Sidecar
import Testing
import Wire

@Suite struct CallCommandTests {
    private static let echo = CommandFixture.method("echo") { arguments in
        ["a": arguments["a"] ?? nil, "b": arguments["b"] ?? nil]
    }
    private static let refuse = CommandFixture.method("refuse") { _ throws(WireError) in
        var context = WireError.Context()
        context.model = "gpt-4o"
        throw WireError(.modelNotAllowed, "the team may not use gpt-4o", context)
    }
    private static let manage = CommandFixture.method("manage", role: .admin) { _ in "managed" }

    @Test func `a call prints its result as one line`() async throws {
        try await CommandFixture.serving([Self.echo]) { fixture, data, _ in
            let outcome = await fixture.run("call", "echo", "a=x", "b=-5", "--socket", data)
            #expect(outcome == .init(code: 0, output: "{\"a\":\"x\",\"b\":-5}\n", errors: ""))
            let bare = await fixture.run("call", "--socket", data, "echo", "-5")
            #expect(bare.output == "{\"a\":-5,\"b\":null}\n")
        }
    }

    @Test func `a method of the admin socket is called there`() async throws {
        try await CommandFixture.serving([Self.manage]) { fixture, data, admin in
            let sockets = ["--socket", data, "--admin-socket", admin]
            let outcome = await fixture.run("call", "manage", sockets[0], data, sockets[2], admin)
            #expect(outcome == .init(code: 0, output: "\"managed\"\n", errors: ""))
            var unaware = fixture
            unaware.methods = []
            let refused = await unaware.run("call", "manage", "--socket", data)
            #expect(refused.code == 1)
            #expect(refused.error("data")?["type"] == "permission_denied")
        }
    }

    @Test func `an error answer goes to standard error as it came, with code 1`() async throws {
        try await CommandFixture.serving([Self.refuse]) { fixture, data, _ in
            let outcome = await fixture.run("call", "refuse", "--socket", data)
            #expect(outcome.code == 1)
            #expect(outcome.output.isEmpty)
            #expect(outcome.error("code") == -32_004)
            #expect(outcome.error("data")?["model"] == "gpt-4o")
            var eyes = fixture
            eyes.onTerminal = true
            let text = await eyes.run("call", "refuse", "--socket", data)
            #expect(text.errors == "error: the team may not use gpt-4o\n")
        }
    }

    @Test func `an unknown method is answered by the daemon`() async throws {
        try await CommandFixture.serving([Self.echo]) { fixture, data, _ in
            let outcome = await fixture.run("call", "ecoh", "--socket", data)
            #expect(outcome.code == 1)
            #expect(outcome.error("message")?.string?.contains("`echo`") == true)
        }
    }

    @Test func `values come from files and standard input`() async throws {
        try await CommandFixture.serving([Self.echo]) { fixture, data, _ in
            var fixture = fixture
            fixture.files = ["/cwd/key": "sk-1\n"]
            fixture.input = "[1]\n"
            let outcome = await fixture.run("call", "echo", "a=@key", "b=@-", "--socket", data)
            #expect(outcome.output == "{\"a\":\"sk-1\",\"b\":[1]}\n")
            let missing = await fixture.run("call", "echo", "a=@nope", "--socket", data)
            #expect(missing.code == 64)
            #expect(missing.error("message") == "nope cannot be read: no such file")
        }
    }

    @Test func `nobody there is code 2`() async {
        let outcome = await CommandFixture().run("call", "echo", "--socket", "/nowhere/s")
        #expect(outcome.code == 2)
        #expect(outcome.error("type") == "cannot_connect")
        #expect(outcome.error("message")?.string?.contains("/nowhere/s") == true)
    }

    @Test func `the socket comes from the settings, and nothing else has to be in order`() async {
        var fixture = CommandFixture()
        fixture.files = [
            "/p.yaml": """
            general_settings: {master_key: os.environ/NOT_HERE, disable_spend_logs: perhaps}
            sidecar: {socket: /nowhere/from-file, unknown_name: 1, heartbeat: often}
            """
        ]
        let outcome = await fixture.run("call", "echo", "--config", "/p.yaml")
        #expect(outcome.code == 2)
        #expect(outcome.error("message")?.string?.contains("/nowhere/from-file") == true)
        let missing = await fixture.run("call", "echo", "--config", "/q.yaml")
        #expect(missing.code == 64)
    }

    @Test func `a socket that follows from an unknown home is wrong configuration`() async {
        var fixture = CommandFixture()
        fixture.environment = [:]
        #expect(await fixture.run("call", "echo").code == 64)
        #expect(await fixture.run("call", "echo", "--socket", "/nowhere/s").code == 2)
        fixture.environment = ["XDG_RUNTIME_DIR": "/nowhere/run"]
        #expect(await fixture.run("call", "echo").code == 2)
    }

    @Test func `a socket path that is too long is wrong configuration`() async {
        let path = "/" + String(repeating: "a", count: 107)
        let outcome = await CommandFixture().run("call", "echo", "--socket", path)
        #expect(outcome.code == 64)
        #expect(outcome.error("problems")?.array?.first?["setting"] == "socket")
    }
}
