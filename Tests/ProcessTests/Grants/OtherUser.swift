import TestSupport
import Wire

/// A process of another user whom the sockets' group lets in; only root can start one.
struct OtherUser {
    let daemon: Daemon

    /// Calls a method.
    /// - Returns: the whole answer.
    func call(_ method: String, _ params: [(String, JSON)]) async throws -> JSON {
        let request = Request(method: method, params: .byName(JSONObject(params)), id: RequestID(1))
        let home = daemon.home
        let program = try RunningProgram(
            "/usr/bin/env",
            [
                "setpriv", "--reuid=65534", "--regid=0", "--clear-groups", "socat", "-t", "30", "-",
                "UNIX-CONNECT:" + home.socket,
            ],
            environment: home.environment(),
            directory: home.directory,
            input: JSONWriter.string(request.json)
        )
        let result = try await program.untilEnded(within: .seconds(25))
        guard result.status == 0 else { throw DaemonError("socat: \(result)") }
        return try JSONParser.parse(result.output)
    }
}
