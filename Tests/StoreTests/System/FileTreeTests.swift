import TestSupport
import Testing

@testable import Store

@Suite struct FileTreeTests {
    @Test func `A directory gets its mode, new or not, and a link is refused`() throws {
        let path = TestDirectory.name("tree")
        try FileTree.makeDirectory(path, mode: 0o700)
        try FileTree.makeDirectory(path, mode: 0o711)
        let mode = try ChildProcess(["stat", "-c", "%a", path]).run()
        #expect(mode.output == "711\n")
        try FileTree.makeDirectory("\(path)/b", mode: 0o700)
        try FileTree.makeDirectory("\(path)/a", mode: 0o700)
        #expect(FileTree.names(in: path) == ["a", "b"])
        _ = try ChildProcess(["ln", "-s", "\(path)/a", "\(path)/link"]).run()
        #expect(throws: SystemError.self) {
            try FileTree.makeDirectory("\(path)/link", mode: 0o777)
        }
        #expect(FileTree.linkTarget("\(path)/link") == "\(path)/a")
        #expect(FileTree.resolved("\(path)/link") == "\(path)/a")
        #expect(FileTree.linkTarget(path) == nil)
        try FileTree.sync(directory: path)
        _ = try ChildProcess(["rm", "-r", path]).run()
        #expect(!FileTree.exists(path))
        #expect(FileTree.names(in: path) == [])
        #expect(FileTree.head(of: path) == nil)
    }

    @Test func `A failed call names itself and its reason`() {
        let error = #expect(throws: SystemError.self) {
            try FileTree.sync(directory: "/no/such/directory")
        }
        #expect(error?.description == "open /no/such/directory: No such file or directory")
    }
}
