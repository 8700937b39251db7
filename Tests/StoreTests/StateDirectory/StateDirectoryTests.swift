import TestSupport
import Testing

@testable import Store

@Suite struct StateDirectoryTests {
    private func mode(of path: String) throws -> String {
        try ChildProcess(["stat", "-c", "%a", path]).run().output
    }

    private func withDirectory(_ body: (String) throws -> Void) throws {
        let path = TestDirectory.name("state")
        defer { _ = try? ChildProcess(["rm", "-rf", path]).run() }
        try body(path)
    }

    /// The instance of a directory that was let go of just now: a child that another test starts at
    /// that very moment has the lock, too, until it runs its program.
    private func reopen(_ path: String, isShared: Bool) throws -> String {
        let end = ContinuousClock.now + .seconds(30)
        while true {
            do throws(StoreError) {
                let directory = try StateDirectory(path, isShared: isShared)
                return directory.instance
            } catch {
                guard error.kind == .conflict, .now < end else { throw error }
            }
        }
    }

    @Test func `A missing directory is made, and an empty one becomes ours`() throws {
        try withDirectory { path in
            let first = try StateDirectory(path, isShared: false).instance
            #expect(try mode(of: path) == "700\n")
            #expect(try reopen(path, isShared: true) == first)
            #expect(try mode(of: path) == "711\n")
            let empty = path + "/empty"
            try FileTree.makeDirectory(empty, mode: 0o755)
            _ = try StateDirectory(empty, isShared: false)
            #expect(try mode(of: empty) == "700\n")
        }
    }

    @Test func `A directory of somebody else is refused and keeps its mode`() throws {
        try withDirectory { path in
            try FileTree.makeDirectory(path, mode: 0o755)
            try FileTree.makeDirectory(path + "/dpkg", mode: 0o755)
            try FileTree.store(Array("m5.large\n".utf8), as: "instance", in: path)
            let error = #expect(throws: StoreError.self) {
                try StateDirectory(path, isShared: false)
            }
            #expect(error?.kind == .misconfigured)
            #expect(error?.message.contains("dpkg") == true)
            #expect(error?.message.contains("state_dir") == true)
            #expect(try mode(of: path) == "755\n")
            #expect(FileTree.names(in: path) == ["dpkg", "instance"])
        }
    }

    @Test func `What we made before a crash, and what a new disk has, is no stranger`() throws {
        try withDirectory { path in
            try FileTree.makeDirectory(path, mode: 0o700)
            for name in ["run", "lost+found"] {
                try FileTree.makeDirectory("\(path)/\(name)", mode: 0o750)
            }
            #expect(try StateDirectory(path, isShared: false).instance.count == 32)
            #expect(try mode(of: path + "/run") == "750\n")
        }
    }

    @Test func `A link to the directory is followed`() throws {
        try withDirectory { path in
            try FileTree.makeDirectory(path, mode: 0o700)
            try FileTree.makeDirectory(path + "/real", mode: 0o700)
            _ = try ChildProcess(["ln", "-s", "\(path)/real", "\(path)/link"]).run()
            let first = try StateDirectory(path + "/link", isShared: false)
            #expect(first.path == path + "/real")
            #expect(FileTree.names(in: first.path).contains("instance"))
            let second = #expect(throws: StoreError.self) {
                try StateDirectory(path + "/real", isShared: false)
            }
            #expect(second?.kind == .conflict)
        }
    }

    @Test func `A second daemon is told that there is a first`() throws {
        try withDirectory { path in
            let first = try StateDirectory(path, isShared: false)
            let error = #expect(throws: StoreError.self) {
                try StateDirectory(path, isShared: false)
            }
            #expect(error?.kind == .conflict)
            withExtendedLifetime(first) {}
        }
    }
}
