import Foundation
import Sidecar
import Store
import Testing

@Suite struct FileDescriptorWriterTests {
    @Test func `long lines of many threads do not mix`() async throws {
        let pipe = Pipe()
        let writer = FileDescriptorWriter(pipe.fileHandleForWriting.fileDescriptor)
        let length = 10_000
        let reader = Task.detached { try pipe.fileHandleForReading.readToEnd() }
        await withTaskGroup(of: Void.self) { group in
            for letter in ["a", "b", "c", "d"] {
                group.addTask {
                    for _ in 0..<20 {
                        writer.write(String(repeating: letter, count: length) + "\n")
                    }
                }
            }
        }
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: try #require(try await reader.value), as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 80)
        #expect(lines.allSatisfy { $0.utf8.count == length && Set($0.utf8).count == 1 })
    }

    @Test func `a pipe is no terminal, and a closed descriptor loses the line quietly`() {
        let pipe = Pipe()
        #expect(!FileDescriptorWriter(pipe.fileHandleForWriting.fileDescriptor).isTerminal)
        #expect(FileDescriptorWriter(-1).write("nobody reads this\n") != nil)
    }

    @Test func `a full disk is told`() throws {
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let error = FileDescriptorWriter(full.fileDescriptor).write("nobody reads this\n")
        #expect(error?.isOutOfSpace == true)
    }
}
