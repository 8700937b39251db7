import Foundation
import Glibc
import NIOConcurrencyHelpers

/// A program that a test started, with its outputs in files of the test's directory.
package final class RunningProgram: Sendable {
    package let processID: Int32
    private let status: NIOLockedValueBox<Int32?>
    private let outputPath: String
    private let errorPath: String

    /// Starts it.
    ///
    /// - Parameters:
    ///   - executable: The path of the program.
    ///   - arguments: Without its own name.
    ///   - environment: All of it.
    ///   - directory: Where it runs and its outputs are kept; they go with the directory.
    ///   - input: Its standard input; nothing by default.
    /// - Throws: When it cannot be started at all.
    package init(
        _ executable: String,
        _ arguments: [String],
        environment: [String: String],
        directory: String,
        input: String = ""
    ) throws {
        let base = directory + "/" + TestDirectory.uniqueName("program")
        outputPath = base + ".out"
        errorPath = base + ".err"
        let status = NIOLockedValueBox<Int32?>(nil)
        self.status = status
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = URL(fileURLWithPath: directory, isDirectory: true)
        process.standardInput = try Self.reading(input, from: base + ".in")
        process.standardOutput = try Self.writing(to: outputPath)
        process.standardError = try Self.writing(to: errorPath)
        process.terminationHandler = { process in
            let signal: Int32 = process.terminationReason == .exit ? 0 : 128
            let ended = process.terminationStatus + signal
            status.withLockedValue { $0 = ended }
        }
        try process.run()
        processID = process.processIdentifier
    }

    /// What it wrote to standard output so far.
    package var output: String { Self.text(of: outputPath) }

    /// What it wrote to standard error so far.
    package var errors: String { Self.text(of: errorPath) }

    /// Its exit code, once it has ended.
    package var exitStatus: Int32? { status.withLockedValue(\.self) }

    /// Sends it a signal; nothing happens if it has ended.
    package func send(_ signal: Int32) {
        guard exitStatus == nil else { return }
        _ = kill(processID, signal)
    }

    /// Waits for its end.
    ///
    /// - Throws: `DaemonError` when it goes on for too long; it is killed then.
    package func untilEnded(within bound: Duration = Poll.patience) async throws -> ProgramResult {
        do {
            let status = try await Poll.until("the end of a program", within: bound) { exitStatus }
            return ProgramResult(status: status, output: output, errors: errors)
        } catch {
            send(SIGKILL)
            throw DaemonError("\(error); it says: \(output)\(errors)")
        }
    }

    private static func reading(_ text: String, from path: String) throws -> FileHandle {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    }

    private static func writing(to path: String) throws -> FileHandle {
        try Data().write(to: URL(fileURLWithPath: path))
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    private static func text(of path: String) -> String {
        let data = try? Data(contentsOf: URL(fileURLWithPath: path))
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}
