import TestSupport

@testable import Store

extension Journal {
    /// Waits until so many segments are left: the writer removes them when it gets to it.
    func expectSegments(_ count: Int) async throws {
        try await Poll.until("\(count) segments") {
            FileTree.names(in: directory).count { $0.hasSuffix(".wal") } == count
        }
    }

    /// Waits until the disk says that so much is flushed: the writer notes it by itself.
    static func expectNote(of sequence: Int64, in home: JournalHome) async throws {
        try await Poll.until("the note of \(sequence)") {
            (try? home.read(NotedFlush.fileName)) == Array("\(sequence)\n".utf8)
        }
    }
}
