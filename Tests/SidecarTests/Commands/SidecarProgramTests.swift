import Sidecar
import Testing
import Wire

@Suite struct SidecarProgramTests {
    @Test func `help and version are output with code 0`() async {
        let version = await CommandFixture().run("--version")
        #expect(version == .init(code: 0, output: "\(SidecarVersion.text)\n", errors: ""))
        let help = await CommandFixture().run("help", "call")
        #expect(help.code == 0 && help.errors.isEmpty)
        #expect(help.output.contains("visible to other users"))
        let bare = await CommandFixture().run()
        #expect(bare.code == 0 && bare.output.contains("SUBCOMMANDS"))
    }

    @Test(
        arguments: [
            "serve", "call", "health", "schema create", "schema attach", "schema check",
            "schema detach", "journal inspect", "journal verify", "journal resume", "openrpc",
        ]
    )
    func `the commands are those of the documents`(name: String) async {
        let outcome = await CommandFixture().run(arguments: name.split(separator: " ") + ["--help"])
        #expect(outcome.code == 0)
        #expect(outcome.output.contains("USAGE: sidecar \(name)"))
    }

    @Test(arguments: ["migrate", "doctor", "top", "bench", "--unknown"])
    func `what is unknown is code 64`(name: String) async {
        let outcome = await CommandFixture().run(name)
        #expect(outcome.code == 64)
        #expect(outcome.error("type") == "usage")
        #expect(outcome.errors.filter(\.isNewline).count == 1)
        #expect(outcome.output.isEmpty)
    }

    @Test func `on a terminal wrong usage shows how it is done`() async {
        let outcome = await CommandFixture(onTerminal: true).run("call")
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains("Usage: sidecar call"))
    }

    @Test func `the codes are those of the documents`() {
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 64])
    }

    @Test func `a planted key leaves in no error`() async {
        for onTerminal in [true, false] {
            let fixture = CommandFixture(onTerminal: onTerminal)
            let key = "sk-planted-0123456789"
            for arguments in [["call", "m", key], ["call", "m", "a=1", key]] {
                let outcome = await fixture.run(arguments: arguments)
                #expect(!outcome.errors.contains("planted"))
            }
            let socket = await fixture.run("call", "m", "--socket", "/nowhere/\(key)")
            #expect(!socket.errors.contains("planted") && socket.errors.contains("sk-***"))
        }
    }

    @Test func `the OpenRPC document has all methods and rpc.discover`() async throws {
        var fixture = CommandFixture()
        fixture.methods = [CommandFixture.method("echo") { _ in nil }.descriptor]
        let outcome = await fixture.run("openrpc")
        let document = try JSONParser.parse(outcome.output)
        let names = document["methods"]?.array?.compactMap { $0["name"]?.string }
        #expect(names == ["echo", "rpc.discover"])
        #expect(document["info"]?["version"]?.string == SidecarVersion.text)
    }
}
