import Foundation
import Glibc
import TestSupport
import Testing
import Wire

extension ProcessSuite {
    @Suite("Secrets")
    struct SecretTests {
        /// Frames that fail in as many ways as there are, each with the key in it.
        private static func failing(_ key: String) -> [String] {
            [
                #"{"jsonrpc":"2.0","id":1,"method":"key.authorize","params":{"key":"KEY"}}"#,
                #"{"jsonrpc":"2.0","id":1,"method":"key.explain","params":{"key":"KEY"}}"#,
                #"{"jsonrpc":"2.0","id":1,"method":"key.authorize","params":{"KEY":"KEY"}}"#,
                #"{"jsonrpc":"2.0","id":1,"method":"key.authorize","params":{"key":["KEY"]}}"#,
                #"{"jsonrpc":"2.0","id":1,"method":"key.authorize","params":["KEY","KEY",3]}"#,
                #"{"jsonrpc":"2.0","id":1,"method":"KEY","params":{}}"#,
                #"{"jsonrpc":"KEY","id":1,"method":"health.live"}"#,
                #"{"jsonrpc":"2.0","id":1,"method":"health.live","params":"KEY"}"#,
                #"{"jsonrpc":"2.0","id":1,"method":"health.live","params":{"KEY":1}}"#,
                #"{"jsonrpc":"2.0","id":1,"method":"cache.invalidate","params":{"id":"KEY"}}"#,
                #"{"jsonrpc":"2.0","id":1,"method":"health.live","KEY":1}"#,
                #"{"KEY":1,"KEY":2}"#,
                "KEY",
                "\"KEY",
                "GET /KEY HTTP/1.1\r\nAuthorization: Bearer KEY\r\n\r\n",
            ].map { $0.replacing("KEY", with: key) }
        }

        @Test func `a key shows in no log and no answer, however a call fails`() async throws {
            try await TestDatabase.withTables { database in
                let key = "sk-Planted0Secret1Key2Nobody3Sees"
                let settings = ["SIDECAR_LOG_LEVEL": "trace"]
                try await Daemon.with(on: database, settings) { daemon in
                    for frame in Self.failing(key) {
                        for role in Role.allCases {
                            let result = try await daemon.home.socat(frame, to: role)
                            #expect(result.output.contains("{"), "no answer to \(frame)")
                            #expect(!result.output.contains("Planted0Secret"), "\(frame)")
                        }
                    }
                    let call = try await daemon.command("call", "key.authorize", "key=\(key)")
                    #expect(call.status == 1)
                    #expect(!"\(call)".contains("Planted0Secret"))
                    #expect(!daemon.log.contains("Planted0Secret"))
                }
            }
        }

        @Test func `a key that was sent in the place of a model or an id is not shown`()
            async throws
        {
            try await TestDatabase.withTables { database in
                let key = DemoKey()
                try await key.insert(into: database)
                try await database.execute(
                    "UPDATE \(key.table("VerificationToken")) SET models = '{gpt-4o}'"
                )
                let planted = "sk-Planted0Secret1Key2Nobody3Sees"
                try await Daemon.with(on: database) { daemon in
                    for method in ["key.authorize", "key.explain"] {
                        for name in ["model", "route", "end_user_id"] {
                            let frame = """
                                {"jsonrpc":"2.0","id":1,"method":"\(method)","params":\
                                {"key":"\(key.clear)","model":"other","\(name)":"\(planted)"}}
                                """.replacing("\"model\":\"other\",\"model\"", with: "\"model\"")
                            // Inline, and the general way.
                            for text in [frame, "[\(frame)]"] {
                                let result = try await daemon.home.socat(text)
                                #expect(result.output.contains("other") || name == "model")
                                #expect(!result.output.contains("Planted0Secret"), "\(text)")
                            }
                        }
                    }
                }
            }
        }

        @Test(arguments: [nil: "enable=no", "registers=all": "registers=all,registers=none"])
        func `the report of a crash shows no memory`(
            given: String?,
            held: String
        ) async throws {
            try await TestDatabase.withTables { database in
                let settings = given.map { ["SWIFT_BACKTRACE": $0] } ?? [:]
                try await Daemon.with(on: database, settings) { daemon in
                    let path = "/proc/\(daemon.program.processID)/environ"
                    let variables = try String(contentsOfFile: path, encoding: .utf8)
                        .split(separator: "\0")
                    #expect(variables.contains { $0 == "SWIFT_BACKTRACE=\(held)" })
                }
            }
        }

        @Test func `a crash ends it at once, without a report`() async throws {
            try await TestDatabase.withTables { database in
                let daemon = try Daemon(in: DaemonHome(), on: database.connection)
                try await daemon.untilReady()
                daemon.program.send(SIGILL)
                let result = try await daemon.program.untilEnded()
                #expect(result.status == 128 + SIGILL, "\(result)")
                #expect(!result.errors.contains("Registers"), "\(result)")
            }
        }

        @Test func `no core file can be written`() async throws {
            try await TestDatabase.withTables { database in
                try await Daemon.with(on: database) { daemon in
                    let limits = try String(
                        contentsOfFile: "/proc/\(daemon.program.processID)/limits",
                        encoding: .utf8
                    )
                    let core = try #require(
                        limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
                    )
                    let words = core.split(separator: " ").suffix(3)
                    #expect(words.starts(with: ["0", "0"]), "\(core)")
                }
            }
        }
    }
}
