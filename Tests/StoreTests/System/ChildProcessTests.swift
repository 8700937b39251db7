import TestSupport
import Testing

@testable import Store

@Suite struct ChildProcessTests {
    private func run(
        _ command: [String],
        limit: Duration = .seconds(60)
    ) async throws
        -> ChildProcess.Outcome
    {
        try await OwnThread.run("child") { () throws(SystemError) in
            var process = ChildProcess(command)
            process.timeLimit = limit
            return try process.run()
        }
    }

    @Test func `Exit code and words of a program are kept`() async throws {
        let outcome = try await run(["sh", "-c", "echo out; echo err >&2; exit 3"])
        #expect(outcome.status == 3)
        #expect(outcome.output == "out\nerr\n")
        #expect(try await run(["true"]).isSuccess)
    }

    @Test func `A program that is missing is no success`() async throws {
        let outcome = try await run(["no-such-program"])
        #expect(outcome.status == 127)
        #expect(outcome.output.contains("no-such-program"))
    }

    @Test func `A signal and a time limit end it`() async throws {
        #expect(try await run(["sh", "-c", "kill -TERM $$"]).status == 128 + 15)
        let outcome = try await run(["sleep", "600"], limit: .milliseconds(50))
        #expect(outcome.status == 128 + 9)
    }

    @Test func `An interrupt ends it and what it started`() async throws {
        let interrupt = try ChildInterrupt()
        let marker = TestDirectory.name("child")
        defer { _ = try? ChildProcess(["rm", "-f", marker]).run() }
        async let outcome = OwnThread.run("child") { () throws(SystemError) in
            var process = ChildProcess([
                "sh", "-c", "sleep 600 & echo $! > \"$1.new\"; mv \"$1.new\" \"$1\"; wait", "sh",
                marker,
            ])
            process.interrupt = interrupt
            return try process.run()
        }
        while !FileTree.exists(marker) { await Task.yield() }
        let grandchild = try #require(FileTree.head(of: marker)).prefix { $0.isNumber }
        interrupt.request()
        #expect(try await outcome.status == 128 + 15)
        let state = FileTree.head(of: "/proc/\(grandchild)/stat")?.split(separator: " ").dropFirst(
            2
        )
        #expect(state?.first ?? "Z" == "Z", "it is gone, or waits for its parent")
        // Whatever is started later ends at once.
        let later = try await OwnThread.run("child") { () throws(SystemError) in
            var process = ChildProcess(["sleep", "600"])
            process.interrupt = interrupt
            return try process.run()
        }
        #expect(later.status == 128 + 15)
    }

    @Test func `An interrupted program may end by itself within its grace`() async throws {
        let interrupt = try ChildInterrupt()
        interrupt.request()
        let outcome = try await OwnThread.run("child") { () throws(SystemError) in
            var process = ChildProcess(["sh", "-c", "sleep 0.2; echo done"])
            process.interrupt = interrupt
            process.interruptGrace = .seconds(60)
            return try process.run()
        }
        #expect(outcome == .init(status: 0, output: "done\n"))
    }

    @Test func `Much output is cut, not waited for`() async throws {
        let outcome = try await run(["sh", "-c", "head -c 1000000 /dev/zero | tr '\\0' x"])
        #expect(outcome.isSuccess)
        #expect(outcome.output.utf8.count == 65_536)
    }

    @Test func `It begins in the root directory, with none of our descriptors and variables`()
        async throws
    {
        let outcome = try await run(["sh", "-c", "pwd; env | sort"])
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.first == "/")
        #expect(!outcome.output.contains("HOME="))
        #expect(outcome.output.contains("LC_ALL=C"))
        // Its own three, and the one that it reads the directory with.
        let descriptors = try await run(["ls", "/proc/self/fd"]).output
        #expect(descriptors.split(separator: "\n") == ["0", "1", "2", "3"])
    }

    @Test(.needsRoot) func `Root steps down to another user`() async throws {
        try #require(UserAccount.isRoot, "this test needs root")
        let user = try #require(UserAccount(named: "postgres"))
        let outcome = try await OwnThread.run("child") { () throws(SystemError) in
            try ChildProcess(["id", "-un"], user: user).run()
        }
        #expect(outcome.output == "postgres\n")
    }
}
