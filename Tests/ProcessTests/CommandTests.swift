import Store
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    @Suite("Commands and their exit codes")
    struct CommandTests {
        @Test func `without a daemon every question ends with 2`() async throws {
            let home = try DaemonHome()
            for arguments in [["health"], ["health", "live"], ["call", "health.live"]] {
                let result = try await home.sidecar(arguments)
                #expect(result.status == 2, "\(arguments)")
                #expect(result.output == "")
                #expect(try error(of: result)["type"] == "cannot_connect")
            }
        }

        @Test(arguments: [
            ["nonsense"], ["call"], ["health", "nonsense"], ["health", "--wait", "soon"],
            ["serve", "--nonsense"], ["schema", "nonsense"], ["schema", "create"],
            ["openrpc", "nonsense"], ["migrate"], ["call", "health.live", "key=@/nowhere"],
        ])
        func `wrong usage ends with 64`(arguments: [String]) async throws {
            let result = try await DaemonHome().sidecar(arguments)
            #expect(result.status == 64, "\(result)")
            #expect(try error(of: result)["type"] == "usage")
        }

        @Test func `wrong settings end with 64 and are named`() async throws {
            let home = try DaemonHome()
            let file = try home.write("sidecar:\n  pol_interval: 5s\n", to: "wrong.yaml")
            let unknown = try await home.sidecar(["serve", "--config", file])
            #expect(unknown.status == 64)
            #expect(unknown.errors.contains("poll_interval"), "the nearest known name")
            #expect(unknown.errors.contains(":2"), "the line")

            let bad = home.environment(nil, ["SIDECAR_POLL_INTERVAL": "often"])
            let result = try await home.sidecar(["serve", "--check"], environment: bad)
            #expect(result.status == 64)
            #expect(try error(of: result)["type"] == "invalid_configuration")
        }

        @Test(arguments: ["openrpc", "--help", "serve --check", "call health.live", "health"])
        func `output that cannot be written ends with 1`(command: String) async throws {
            try await TestDatabase.withTables { database in
                try await Daemon.with(on: database) { daemon in
                    let program = try RunningProgram(
                        "/bin/sh",
                        ["-c", "exec \"$0\" \(command) > /dev/full", DaemonHome.executable()],
                        environment: daemon.home.environment(),
                        directory: daemon.home.directory
                    )
                    let result = try await program.untilEnded()
                    #expect(result.status == 1, "\(result)")
                    #expect(try error(of: result)["type"] == "output")
                    #expect(result.errors.contains("No space left"), "\(result)")
                }
            }
        }

        @Test func `serve --check prints what holds, without secrets, and ends`() async throws {
            let home = try DaemonHome()
            let settings = home.environment(nil, ["SIDECAR_MASTER_KEY": "sk-the-master-of-all"])
            let result = try await home.sidecar(["serve", "--check"], environment: settings)
            #expect(result.status == 0, "\(result)")
            #expect(result.output.contains(home.socket))
            #expect(result.output.contains("SIDECAR_SOCKET"))
            #expect(!"\(result)".contains("the-master"))
        }

        @Test func `an empty database stops the start, and what to run is said`() async throws {
            try await TestPostgres.shared().withDatabase { database in
                let home = try DaemonHome()
                let daemon = try Daemon(in: home, on: database.connection)
                let result = try await daemon.program.untilEnded()
                #expect(result.status == 1)
                let lines = result.errors.split(separator: "\n")
                let last = try JSONParser.parse(String(lines.last ?? ""))
                let message = try #require(last["error"]?["message"]?.string)
                #expect(message.contains("sidecar schema create"))
            }
        }

        @Test func `schema create, attach, check and detach do what they say`() async throws {
            try await TestPostgres.shared().withDatabase { database in
                let home = try DaemonHome()
                let steps: [(String, Int32)] = [
                    ("check", 1), ("attach", 1), ("create", 0), ("create", 1), ("check", 1),
                    ("attach", 0), ("attach", 0), ("check", 0), ("detach", 0), ("detach", 0),
                    ("check", 1),
                ]
                for (step, status) in steps {
                    let result = try await home.sidecar(
                        ["schema", step],
                        environment: home.environment(database.connection)
                    )
                    #expect(result.status == status, "\(step): \(result)")
                    if status == 0 { _ = try JSONParser.parse(result.output) }
                    if status != 0 { _ = try error(of: result) }
                }
            }
        }

        @Test func `a database that cannot be reached ends schema with 2`() async throws {
            let home = try DaemonHome()
            let nowhere = ConnectionString(keywords: ["host": home.directory, "dbname": "none"])
            let result = try await home.sidecar(
                ["schema", "check"],
                environment: home.environment(nowhere)
            )
            #expect(result.status == 2, "\(result)")
        }

        @Test func `call prints the result, or the error as the daemon sent it`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await Daemon.with(on: database) { daemon in
                    let live = try await daemon.command("call", "health.live")
                    #expect(live.status == 0)
                    let answer = try JSONParser.parse(live.output)
                    #expect(answer["live"] == true)

                    let unknown = try await daemon.command("call", "key.authorize", "key=sk-none")
                    #expect(unknown.status == 1)
                    #expect(unknown.output == "")
                    #expect(try error(of: unknown)["code"] == -32_001)

                    let admin = try await daemon.command("call", "cache.stats")
                    #expect(admin.status == 0, "the admin socket is found: \(admin)")
                    let ready = try await daemon.command("health", "--wait", "5")
                    #expect(ready.status == 0)
                }
            }
        }

        @Test func `keys are read from a file and from standard input`() async throws {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await Daemon.with(on: database) { daemon in
                    let file = try daemon.home.write(key.clear + "\n", to: "key")
                    let named = try await daemon.command("call", "key.authorize", "key=@\(file)")
                    #expect(named.status == 0, "\(named)")
                    let piped = try await daemon.command(
                        "call",
                        "key.authorize",
                        "key=@-",
                        input: key.clear + "\n"
                    )
                    #expect(piped.status == 0, "\(piped)")
                    for result in [named, piped] {
                        let answer = try JSONParser.parse(result.output)
                        #expect(answer["token"]?.string == key.token)
                    }
                }
            }
        }

        @Test func `the daemon and the command describe the same methods`() async throws {
            try await TestDatabase.withTables { database in
                try await Daemon.with(on: database) { daemon in
                    let printed = try await daemon.command("openrpc")
                    #expect(printed.status == 0)
                    let document = try JSONParser.parse(printed.output, nestingDepth: 128)
                    #expect(try await daemon.call("rpc.discover") == document)
                    for method in document["methods"]?.array ?? [] {
                        let name = try #require(method["name"]?.string)
                        let isKnown = try await isKnown(name, to: daemon)
                        #expect(isKnown, "\(name) is described and not there")
                    }
                }
            }
        }

        /// Calls a method without parameters, which some refuse as invalid.
        private func isKnown(_ method: String, to daemon: Daemon) async throws -> Bool {
            do {
                _ = try await daemon.call(method, as: .admin)
                return true
            } catch ClientError.answer(let answer) {
                return answer.kind != .methodNotFound
            }
        }

        /// The error on standard error, which is one line of JSON when nobody watches.
        private func error(of result: ProgramResult) throws -> JSON {
            let json = try JSONParser.parse(result.errors)
            return try #require(json["error"])
        }
    }
}
