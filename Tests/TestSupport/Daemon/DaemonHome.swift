import Foundation
package import Store
package import Wire

/// A directory below /tmp with everything that one daemon keeps, and who runs programs there.
///
/// It goes when the test process ends, however that ends, and what still runs in it goes first.
package final class DaemonHome: Sendable {
    package let directory: String
    private let input: Pipe

    package var socket: String { directory + "/run/sidecar.sock" }
    package var adminSocket: String { directory + "/run/admin.sock" }
    package var stateDirectory: String { directory + "/state" }

    package init() throws {
        directory = TestDirectory.name("d")
        input = Pipe()
        // The private Postgres runs as another user, who has to pass.
        try FileTree.makeDirectory(directory, mode: 0o711)
        try guardDirectory()
    }

    deinit {
        try? input.fileHandleForWriting.close()
    }

    /// The socket on which callers of that role are answered.
    package func socket(for role: Role) -> String {
        switch role {
        case .data: socket
        case .admin: adminSocket
        }
    }

    /// The environment of programs that run here.
    package func environment(
        _ database: ConnectionString? = nil,
        _ settings: [String: String] = [:]
    ) -> [String: String] {
        var variables = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "SIDECAR_SOCKET": socket, "SIDECAR_ADMIN_SOCKET": adminSocket,
            "SIDECAR_STATE_DIR": stateDirectory,
        ]
        if let database { variables["DATABASE_URL"] = database.text }
        return variables.merging(settings) { $1 }
    }

    /// Writes a file here.
    /// - Returns: Its path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        let path = directory + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        return path
    }

    /// Runs `sidecar` here until it ends.
    package func sidecar(
        _ arguments: [String],
        environment: [String: String]? = nil,
        input: String = ""
    ) async throws -> ProgramResult {
        let program = try RunningProgram(
            Self.executable(),
            arguments,
            environment: environment ?? self.environment(),
            directory: directory,
            input: input
        )
        return try await program.untilEnded()
    }

    /// Sends text to a socket with socat, as a shell would, and reads what comes back.
    ///
    /// socat ends when the daemon closes the connection; it would wait half a minute otherwise.
    package func socat(_ text: String, to role: Role = .data) async throws -> ProgramResult {
        let program = try RunningProgram(
            "/usr/bin/env",
            ["socat", "-t", "30", "-", "UNIX-CONNECT:" + socket(for: role)],
            environment: environment(),
            directory: directory,
            input: text
        )
        return try await program.untilEnded(within: .seconds(25))
    }

    /// The program that was built with these tests, which stands beside them.
    package static func executable() throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let places = [
            URL(fileURLWithPath: tests).deletingLastPathComponent().path,
            repository + "/.build/debug",
        ]
        let paths = places.map { $0 + "/sidecar" }
        guard let path = paths.first(where: FileManager.default.isExecutableFile) else {
            throw DaemonError("there is no program at \(paths.joined(separator: " or "))")
        }
        return path
    }

    /// Where Package.swift stands.
    package static var repository: String {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { url.deleteLastPathComponent() }
        return url.path
    }

    /// A shell waits for the end of its input, whose other end is in this process alone.
    private func guardDirectory() throws {
        let script = """
            cat > /dev/null
            cd /
            signal() {
                found=false
                for process in /proc/[0-9]*; do
                    case "$(readlink "$process/cwd" 2> /dev/null)/" in
                    "$1"/*) kill "-$2" "${process#/proc/}" 2> /dev/null && found=true ;;
                    esac
                done
            }
            signal "$1" QUIT
            n=0
            while $found && [ $n -lt 50 ]; do sleep 0.1; n=$((n + 1)); signal "$1" 0; done
            signal "$1" KILL
            rm -rf "$1"
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["setsid", "sh", "-c", script, "sh", directory]
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }
}

extension ConnectionString {
    /// The keywords as libpq reads them.
    fileprivate var text: String {
        ["host", "port", "dbname", "user"]
            .compactMap { keyword in self[keyword].map { "\(keyword)='\($0)'" } }
            .joined(separator: " ")
    }
}
