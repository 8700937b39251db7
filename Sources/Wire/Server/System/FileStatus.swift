import Glibc

/// What the file system says about one path.
struct FileStatus: Equatable, Sendable {
    var mode: UInt32
    var owner: UInt32
    var group: UInt32
    var identity: FileIdentity

    /// Looks at the path; nil if nothing is there.
    ///
    /// - Throws: what `stat` or `lstat` failed with.
    static func of(_ path: String, followingLinks: Bool) throws(SystemError) -> FileStatus? {
        var raw = stat()
        let code =
            followingLinks ? unsafe stat(path, &raw) : unsafe lstat(path, &raw)
        guard code == 0 else {
            if errno == ENOENT { return nil }
            throw .last(followingLinks ? "stat" : "lstat")
        }
        return FileStatus(raw)
    }

    /// Asks about an open file.
    static func of(_ descriptor: OwnedDescriptor) throws(SystemError) -> FileStatus {
        var raw = stat()
        guard unsafe fstat(descriptor.number, &raw) == 0 else { throw .last("fstat") }
        return FileStatus(raw)
    }

    private init(_ raw: stat) {
        mode = raw.st_mode
        owner = raw.st_uid
        group = raw.st_gid
        identity = FileIdentity(device: UInt64(raw.st_dev), node: UInt64(raw.st_ino))
    }

    var isSocket: Bool { mode & S_IFMT == S_IFSOCK }

    var isDirectory: Bool { mode & S_IFMT == S_IFDIR }

    /// Who but its owner may replace files of others in it, in words; nil if nobody may.
    var writers: String? {
        guard mode & S_ISVTX == 0 else { return nil }
        if mode & S_IWOTH != 0 { return "all" }
        return mode & S_IWGRP != 0 ? "its group" : nil
    }

    /// The kind of file in words.
    var kind: String {
        switch mode & S_IFMT {
        case S_IFREG: "a regular file"
        case S_IFDIR: "a directory"
        case S_IFLNK: "a symbolic link"
        case S_IFIFO: "a named pipe"
        case S_IFSOCK: "a socket"
        case S_IFBLK, S_IFCHR: "a device"
        case let other: "a file of kind \(other)"
        }
    }
}
