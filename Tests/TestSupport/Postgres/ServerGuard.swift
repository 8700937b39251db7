import Foundation

/// Removes a server when the test process ends, even by SIGKILL.
///
/// A shell in a session of its own waits for the end of its input, whose other end is in this
/// process alone; then it stops the server and removes its directory.
package final class ServerGuard: Sendable {
    private let input: Pipe

    /// - Parameters:
    ///   - dataDirectory: Where the server works, if there is one.
    ///   - directory: What is removed with all that is in it.
    /// - Throws: When no shell can be started.
    package init(dataDirectory: String, removing directory: String) throws {
        input = Pipe()
        let script = """
            cat > /dev/null
            cd /
            pid=$(head -n 1 "$2/postmaster.pid" 2> /dev/null)
            [ -n "$pid" ] && [ "$(readlink "/proc/$pid/cwd")" = "$2" ] && kill -QUIT "$pid"
            n=0
            while [ -e "$2/postmaster.pid" ] && [ $n -lt 50 ]; do sleep 0.1; n=$((n + 1)); done
            rm -rf "$1"
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["setsid", "sh", "-c", script, "sh", directory, dataDirectory]
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// The server is of no more use; the guard removes it now.
    package func release() {
        try? input.fileHandleForWriting.close()
    }
}
