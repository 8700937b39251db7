import Glibc
import Store
import TestSupport
import Testing
import Wire

/// Another process with a connection to a daemon, which sends requests and then only stays: socat.
///
/// What ends with it is the kernel's doing, as with any client that is killed.
struct HoldingClient {
    private let program: RunningProgram
    /// What it was answered, by the number of the request.
    let answers: [JSON]

    /// Starts it, and waits until all its calls of `key.authorize` are answered.
    init(_ daemon: Daemon, asking calls: [[(String, JSON)]]) async throws {
        let requests = calls.enumerated().map { number, params in
            let request = Request(
                method: "key.authorize",
                params: .byName(JSONObject(params)),
                id: RequestID(Int64(number))
            )
            return JSONWriter.string(request.json) + "\n"
        }
        let home = daemon.home
        let program = try RunningProgram(
            "/usr/bin/env",
            // At the end of its input it waits for more, so the connection stays whole.
            ["socat", "STDIN,ignoreeof!!STDOUT", "UNIX-CONNECT:" + home.socket],
            environment: home.environment(),
            directory: home.directory,
            input: requests.joined()
        )
        self.program = program
        try await daemon.until("\(calls.count) answers") {
            program.output.split(separator: "\n").count == calls.count
                && program.output.hasSuffix("\n")
        }
        let lines = try program.output.split(separator: "\n").map {
            try JSONParser.parse(String($0))
        }
        answers = lines.sorted { ($0["id"]?.int ?? 0) < ($1["id"]?.int ?? 0) }
    }

    /// The grant that a call was given.
    func grant(_ number: Int) throws -> JSON {
        try #require(answers[number]["result"]?["grant"], "\(answers[number])")
    }

    /// Ends it with SIGKILL.
    func kill() async throws {
        program.send(SIGKILL)
        let result = try await program.untilEnded()
        #expect(result.status == 128 + SIGKILL)
    }
}
