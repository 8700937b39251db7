import TestSupport

@testable import Store

extension Journal {
    /// Waits until so many segments are left: the writer removes them when it gets to it.
    func expectSegments(_ count: Int) async throws {
        try await Poll.until("\(count) segments") {
            FileTree.names(in: directory).count { $0.hasSuffix(".wal") } == count
        }
    }
}
