import Foundation
import Testing

@testable import Wire

@Suite struct SocketFileTests {
    private func claim(
        _ path: String,
        mode: UInt32 = 0o660,
        group: UInt32? = nil
    ) throws(SocketFileError) -> SocketFile {
        let (file, descriptor) = try SocketFile.claim(path, mode: mode, group: group)
        // Nobody listens: a connection attempt finds the file stale.
        SocketCalls.close(descriptor)
        return file
    }

    private func refusal(_ path: String) -> SocketFileError? {
        do {
            _ = try claim(path)
            return nil
        } catch {
            return error
        }
    }

    @Test func `mode and group are as asked, whatever the umask`() async throws {
        try await TestServer.withDirectory { directory in
            let path = directory + "/s"
            let file = try claim(path, mode: 0o660, group: getegid())
            let status = try #require(try FileStatus.of(path, followingLinks: false))
            #expect(status.mode & 0o7777 == 0o660)
            #expect(status.group == getegid())
            #expect(status.isSocket)
            try file.remove()
            #expect(try FileStatus.of(path, followingLinks: false) == nil)
        }
    }

    @Test func `the socket is made for its owner alone`() async throws {
        try await TestServer.withDirectory { directory in
            let path = directory + "/s"
            let descriptor = try SocketCalls.bindPrivately(path)
            defer { SocketCalls.close(descriptor) }
            let status = try #require(try FileStatus.of(path, followingLinks: false))
            #expect(status.mode & 0o7777 == 0o600)
        }
    }

    @Test func `the mode goes to the file that was looked at, whatever its path leads to`()
        async throws
    {
        try await TestServer.withDirectory { directory in
            let path = directory + "/s"
            SocketCalls.close(try SocketCalls.bindPrivately(path))
            let pinned = try FileCalls.pin(path)
            try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
            try Data().write(to: URL(fileURLWithPath: directory + "/secret"))
            try FileCalls.setMode(directory + "/secret", 0o600)
            try FileManager.default.createSymbolicLink(
                atPath: path,
                withDestinationPath: directory + "/secret"
            )
            try pinned.setMode(0o660)
            try pinned.setGroup(getegid())
            let secret = try FileStatus.of(path, followingLinks: true)
            #expect(secret.map { $0.mode & 0o777 } == 0o600)
            let moved = try FileStatus.of(path + ".moved", followingLinks: false)
            #expect(moved.map { $0.mode & 0o777 } == 0o660)
            #expect(try !FileCalls.pin(path).status.isSocket)
        }
    }

    @Test func `a missing directory is made for owner and group`() async throws {
        try await TestServer.withDirectory { directory in
            let path = directory + "/run/s"
            _ = try claim(path, group: getegid())
            let status = try #require(
                try FileStatus.of(directory + "/run", followingLinks: false)
            )
            #expect(status.mode & 0o7777 == 0o750)
            #expect(status.group == getegid())
            let deep = directory + "/a/b/s"
            #expect(
                refusal(deep) == .failed(directory + "/a/b", SystemError("mkdir", code: ENOENT))
            )
        }
    }

    @Test func `a path of 107 bytes is served, one of 108 is an error that says so`() async throws {
        try await TestServer.withDirectory { directory in
            let fill = String(repeating: "x", count: 107 - directory.utf8.count - 1)
            let longest = directory + "/" + fill
            #expect(longest.utf8.count == 107)
            _ = try claim(longest)
            #expect(refusal(longest + "x") == .pathTooLong(longest + "x"))
            #expect(refusal(longest + "x")?.description.contains("108 bytes, at most 107") == true)
        }
    }

    @Test(arguments: ["", "/tmp/", "/tmp/a\u{0}b"])
    func `a path that no socket can have is refused`(path: String) {
        #expect(refusal(path) == .pathUnusable(path))
    }

    @Test func `a stale socket is replaced`() async throws {
        try await TestServer.withDirectory { directory in
            let path = directory + "/s"
            _ = try claim(path)
            let before = try FileStatus.of(path, followingLinks: false)
            _ = try claim(path)
            #expect(try FileStatus.of(path, followingLinks: false)?.isSocket == true)
            #expect(before != nil)
        }
    }

    @Test func `who holds the lock is never displaced`() async throws {
        try await TestServer.withDirectory { directory in
            let path = directory + "/s"
            let file = try claim(path)
            // The socket answers nobody, as that of a daemon that has only just begun.
            #expect(refusal(path) == .inUse(path))
            #expect(refusal(path)?.description.contains("another instance") == true)
            try file.remove()
            #expect(refusal(path) == nil)
        }
    }

    @Test func `who answers is never displaced, lock or not`() async throws {
        try await TestServer.with { server in
            #expect(refusal(server.path) == .inUse(server.path))
            try FileManager.default.removeItem(atPath: server.path + ".lock")
            #expect(refusal(server.path) == .inUse(server.path))
            let client = try await server.connect()
            client.send(line("echo", id: 1))
            #expect(try await client.line() == result(1, "null"))
        }
    }

    @Test func `the lock file stays`() async throws {
        try await TestServer.withDirectory { directory in
            let path = directory + "/s"
            try claim(path).remove()
            let status = try #require(
                try FileStatus.of(path + ".lock", followingLinks: false)
            )
            #expect(status.mode & 0o7777 == 0o600)
        }
    }

    @Test func `anything else in the place is left alone`() async throws {
        try await TestServer.withDirectory { directory in
            let files = FileManager.default
            let cases: [(String, (String) throws -> Void)] = [
                ("a regular file", { try Data("keep".utf8).write(to: URL(fileURLWithPath: $0)) }),
                (
                    "a directory",
                    { try files.createDirectory(atPath: $0, withIntermediateDirectories: false) }
                ),
                (
                    "a symbolic link",
                    { try files.createSymbolicLink(atPath: $0, withDestinationPath: "/nowhere") }
                ),
            ]
            for (index, (kind, make)) in cases.enumerated() {
                let path = directory + "/\(index)"
                try make(path)
                let before = try FileStatus.of(path, followingLinks: false)
                #expect(refusal(path) == .occupied(path, by: kind))
                #expect(try FileStatus.of(path, followingLinks: false) == before)
            }
        }
    }

    @Test func `a lock file that is a link is not followed`() async throws {
        try await TestServer.withDirectory { directory in
            let path = directory + "/s"
            try FileManager.default.createSymbolicLink(
                atPath: path + ".lock",
                withDestinationPath: directory + "/elsewhere"
            )
            #expect(refusal(path) == .failed(path + ".lock", SystemError("open", code: ELOOP)))
        }
    }

    @Test func `a directory that others may write is refused, unless it is sticky`() async throws {
        try await TestServer.withDirectory { directory in
            try FileCalls.setMode(directory, 0o777)
            #expect(
                refusal(directory + "/s")
                    == .directoryUnsafe(directory, because: "is writable by all")
            )
            try FileCalls.setMode(directory, 0o770)
            #expect(
                refusal(directory + "/s")
                    == .directoryUnsafe(directory, because: "is writable by its group")
            )
            #expect(refusal(directory + "/s")?.description.contains("chmod go-w") == true)
            for sticky: UInt32 in [0o1777, 0o1770, 0o755] {
                try FileCalls.setMode(directory, sticky)
                #expect(refusal(directory + "/s") == nil)
            }
        }
    }

    @Test func `a directory of another user is refused`() async throws {
        try #require(geteuid() == 0, "this test needs root")
        try await TestServer.withDirectory { directory in
            try FileManager.default.setAttributes(
                [.ownerAccountID: 65_534],
                ofItemAtPath: directory
            )
            #expect(
                refusal(directory + "/s")
                    == .directoryUnsafe(directory, because: "belongs to user 65534")
            )
        }
    }

    @Test func `a file in the place of the directory is named`() async throws {
        try await TestServer.withDirectory { directory in
            try Data().write(to: URL(fileURLWithPath: directory + "/f"))
            #expect(
                refusal(directory + "/f/s") == .occupied(directory + "/f", by: "a regular file")
            )
        }
    }

    @Test func `at the end only our own socket is removed`() async throws {
        try await TestServer.withDirectory { directory in
            let path = directory + "/s"
            let file = try claim(path)
            try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
            let other = try SocketCalls.bindPrivately(path)
            defer { SocketCalls.close(other) }
            try file.remove()
            #expect(try FileStatus.of(path, followingLinks: false)?.isSocket == true)
        }
    }

    @Test func `two servers started together make one`() async throws {
        try await TestServer.withDirectory { directory in
            let path = directory + "/s"
            let claims = await withTaskGroup(of: SocketFile?.self) { group in
                for _ in 1...8 { group.addTask { try? claim(path) } }
                var files: [SocketFile] = []
                for await file in group { file.map { files.append($0) } }
                return files
            }
            #expect(claims.count == 1)
        }
    }
}
