/// The directory that a socket is made in.
enum SocketDirectory {
    /// Others of the group may enter, nobody else may.
    static let mode: UInt32 = 0o750

    /// Makes the directory of `path` when missing, and refuses one in which others could replace
    /// the socket.
    static func prepare(for path: String, group: UInt32?) throws(SocketFileError) {
        let directory = parent(of: path)
        let status = try SocketFile.attempt(directory) { () throws(SystemError) in
            try FileStatus.of(directory, followingLinks: true)
        }
        if let status {
            try check(status, of: directory)
        } else {
            try SocketFile.attempt(directory) { () throws(SystemError) in
                try FileCalls.makeDirectory(directory, mode: 0o700)
                if let group { try FileCalls.setGroup(directory, group) }
                try FileCalls.setMode(directory, mode)
            }
        }
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func check(
        _ status: FileStatus,
        of directory: String
    ) throws(SocketFileError) {
        guard status.isDirectory else { throw .occupied(directory, by: status.kind) }
        if let writers = status.writers {
            throw .directoryUnsafe(directory, because: "is writable by \(writers)")
        }
        if status.owner != 0, status.owner != FileCalls.effectiveUser {
            throw .directoryUnsafe(directory, because: "belongs to user \(status.owner)")
        }
    }
}
