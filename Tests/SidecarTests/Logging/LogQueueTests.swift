import Foundation
import Store
import Testing

@testable import Sidecar

@Suite struct LogQueueTests {
    @Test func `Lines are taken in order, and the writer is woken once`() {
        var queue = LogQueueState()
        #expect(queue.isDone)
        #expect(queue.offer("a") == true)
        #expect(queue.offer("b") == false)
        #expect(queue.take() == .init(lines: ["a", "b"], lostCount: 0))
        #expect(!queue.isDone)
        // The writer is awake: it asks again by itself.
        #expect(queue.offer("c") == false)
        #expect(queue.take() == .init(lines: ["c"], lostCount: 0))
        #expect(queue.take() == nil)
        #expect(queue.isDone)
        #expect(queue.offer("d") == true)
    }

    @Test func `What finds no room is counted`() {
        var queue = LogQueueState()
        let half = String(repeating: "x", count: LogQueueState.bound / 2)
        _ = queue.offer(half)
        _ = queue.offer(half)
        #expect(queue.offer("x") == false)
        #expect(queue.offer("x") == false)
        #expect(queue.take() == .init(lines: [half, half], lostCount: 2))
        #expect(queue.offer(half) == false)
        #expect(queue.take() == .init(lines: [half], lostCount: 0))
    }

    @Test(.timeLimit(.minutes(2)))
    func `Nobody waits for a reader that stands still, and no line is lost unseen`() async throws {
        let pipe = Pipe()
        let queue = LogQueue(FileDescriptorWriter(pipe.fileHandleForWriting.fileDescriptor)) {
            "lost \($0)\n"
        }
        let line = String(repeating: "x", count: 999) + "\n"
        // Far more than pipe and queue hold; with a write on this thread it would never end.
        let count = 5_000
        for _ in 0..<count { queue.write(line) }
        queue.drain(within: .milliseconds(1))
        // Both block: on threads of their own.
        async let reader = OwnThread.run("reader") { try pipe.fileHandleForReading.readToEnd() }
        await OwnThread.run("drain") { queue.drain(within: .seconds(60)) }
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: try #require(try await reader), as: UTF8.self)
        let lines = text.split(separator: "\n")
        let lost = lines.filter { $0.hasPrefix("lost ") }.compactMap { Int($0.dropFirst(5)) }
        let written = lines.filter { $0.hasPrefix("x") }
        #expect(!lost.isEmpty)
        #expect(written.count + lost.reduce(0, +) == count)
    }
}
