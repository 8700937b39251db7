/// A Unix socket at a path, and the right to be there.
///
/// The lock file beside the socket (`PATH.lock`) is never removed: whoever waits for the lock of a
/// removed file would hold a lock that nobody else sees.
final class SocketFile: Sendable {
    let path: String
    private let identity: FileIdentity
    /// Holds the lock until the socket is removed, or this object goes.
    private let lock: OwnedDescriptor

    /// Makes the socket.
    ///
    /// A stale socket is replaced, a live one never; anything else in the place is left alone.
    ///
    /// - Returns: the file and the bound descriptor, which the caller must close or give away.
    /// - Throws: the reason why the socket cannot be there.
    static func claim(
        _ path: String,
        mode: UInt32,
        group: UInt32?
    ) throws(SocketFileError) -> (file: SocketFile, descriptor: Int32) {
        try checkShape(of: path)
        try SocketDirectory.prepare(for: path, group: group)
        let lock = try attempt(path + ".lock") { () throws(SystemError) in
            try FileCalls.lock(path + ".lock")
        }
        guard let lock else { throw .inUse(path) }
        try clear(path)
        let descriptor = try attempt(path) { () throws(SystemError) in
            try SocketCalls.bindPrivately(path)
        }
        do {
            return (try SocketFile(path, mode: mode, group: group, lock: lock), descriptor)
        } catch {
            SocketCalls.close(descriptor)
            throw error
        }
    }

    /// Widens the socket that was just bound at `path` and remembers which file it is.
    private init(
        _ path: String,
        mode: UInt32,
        group: UInt32?,
        lock: OwnedDescriptor
    ) throws(SocketFileError) {
        let file = try Self.attempt(path) { () throws(SystemError) in
            try FileCalls.pin(path)
        }
        guard file.status.isSocket, file.status.owner == FileCalls.effectiveUser else {
            throw .replaced(path)
        }
        let after = try Self.attempt(path) { () throws(SystemError) in
            // The group first: until the mode is set, the new group may do nothing.
            if let group { try file.setGroup(group) }
            try file.setMode(mode)
            return try FileStatus.of(path, followingLinks: false)
        }
        guard after?.identity == file.status.identity else { throw .replaced(path) }
        self.path = path
        self.identity = file.status.identity
        self.lock = lock
    }

    /// Whether the socket still stands at its path, so that others can connect.
    var isInPlace: Bool {
        let status = try? FileStatus.of(path, followingLinks: false)
        return status?.identity == identity
    }

    /// Removes the socket, unless another file stands in its place by now, and lets another
    /// instance have the path.
    func remove() throws(SocketFileError) {
        defer { FileCalls.unlock(lock) }
        try Self.attempt(path) { () throws(SystemError) in
            let status = try FileStatus.of(path, followingLinks: false)
            if status?.identity == identity { try FileCalls.remove(path) }
        }
    }

    private static func checkShape(of path: String) throws(SocketFileError) {
        if path.isEmpty || path.hasSuffix("/") || path.utf8.contains(0) {
            throw .pathUnusable(path)
        }
        if path.utf8.count > SocketCalls.longestPath { throw .pathTooLong(path) }
    }

    /// Makes room at `path`: only a socket that nobody serves is removed.
    private static func clear(_ path: String) throws(SocketFileError) {
        let status = try attempt(path) { () throws(SystemError) in
            try FileStatus.of(path, followingLinks: false)
        }
        guard let status else { return }
        guard status.isSocket else { throw .occupied(path, by: status.kind) }
        let probe = try attempt(path) { () throws(SystemError) in try SocketCalls.probe(path) }
        switch probe {
        case .live: throw .inUse(path)
        case .absent: return
        case .stale:
            try attempt(path) { () throws(SystemError) in try FileCalls.remove(path) }
        }
    }

    /// Names the path that a failed call was about.
    static func attempt<Value>(
        _ path: String,
        _ body: () throws(SystemError) -> Value
    ) throws(SocketFileError) -> Value {
        do {
            return try body()
        } catch {
            throw .failed(path, error)
        }
    }
}
