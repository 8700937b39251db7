import Foundation

/// Runs programs that users have at hand.
enum Tool {
    /// What a program left behind.
    struct Outcome: Sendable {
        var status: Int32
        var output: String
    }

    /// Runs a program to its end.
    ///
    /// It is waited for on a thread of its own: a task that blocks would take the place of the
    /// request handlers, of whose threads there are only as many as processors.
    static func run(_ arguments: [String], input: String = "") async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try wait(for: arguments, input) })
            }
        }
    }

    private static func wait(for arguments: [String], _ text: String) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try input.fileHandleForWriting.close()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: String(decoding: bytes, as: UTF8.self)
        )
    }
}
