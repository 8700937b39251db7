import Store

/// A disk of its own, in memory and small enough to be filled; it takes root to make.
package final class SmallDisk: Sendable {
    private let path: String
    private var ballast: String { path + "/ballast" }

    /// - Parameters:
    ///   - path: A directory, over which it is mounted until `unmount`.
    ///   - size: As `mount` takes it: `512k`.
    /// - Throws: `TestPostgresError` where it cannot be mounted.
    package init(at path: String, size: String) throws {
        self.path = path
        let mount = ["mount", "-t", "tmpfs", "-o", "size=\(size),mode=0700", "tmpfs", path]
        guard try ChildProcess(mount).run().isSuccess else {
            throw TestPostgresError("a tmpfs cannot be mounted, which takes root")
        }
    }

    package func unmount() {
        _ = try? ChildProcess(["umount", "-l", path]).run()
    }

    /// Fills up what is left, but for about so many bytes; also once more.
    package func fill(leaving bytes: Int) throws {
        let isThere = FileTree.exists(ballast)
        let file = try isThere ? OpenFile.update(ballast) : OpenFile.create(ballast)
        var size = try file.size()
        while (try? file.write([UInt8](repeating: 1, count: 4_096), at: size)) != nil {
            size += 4_096
        }
        try file.truncate(to: max(0, size - bytes))
    }

    /// Gives the room back.
    package func empty() throws {
        try FileTree.remove(ballast)
    }
}
