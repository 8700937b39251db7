import Glibc

/// The file system calls that a socket file needs.
enum FileCalls {
    static func makeDirectory(_ path: String, mode: UInt32) throws(SystemError) {
        guard unsafe mkdir(path, mode) == 0 else { throw .last("mkdir") }
    }

    static func setMode(_ path: String, _ mode: UInt32) throws(SystemError) {
        guard unsafe chmod(path, mode) == 0 else { throw .last("chmod") }
    }

    static func setGroup(_ path: String, _ group: UInt32) throws(SystemError) {
        guard unsafe lchown(path, uid_t.max, group) == 0 else { throw .last("lchown") }
    }

    /// Holds on to the file at the path, whatever it is; a link is not followed.
    static func pin(_ path: String) throws(SystemError) -> PinnedFile {
        let descriptor = unsafe open(path, PinnedFile.openPath | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open") }
        return try PinnedFile(OwnedDescriptor(descriptor))
    }

    static func remove(_ path: String) throws(SystemError) {
        guard unsafe unlink(path) == 0 else { throw .last("unlink") }
    }

    /// Opens the lock file, made when missing, and takes its lock without waiting.
    ///
    /// The lock goes with the descriptor, so it ends with the process, however that ends.
    ///
    /// - Returns: nil if another process holds it.
    static func lock(_ path: String) throws(SystemError) -> OwnedDescriptor? {
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
        let descriptor = unsafe open(path, flags, 0o600)
        guard descriptor >= 0 else { throw .last("open") }
        let owned = OwnedDescriptor(descriptor)
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return owned }
        if errno == EWOULDBLOCK { return nil }
        throw .last("flock")
    }

    /// Gives the lock up, while the descriptor may live on.
    static func unlock(_ lock: OwnedDescriptor) {
        flock(lock.number, LOCK_UN)
    }

    static var effectiveUser: UInt32 { geteuid() }
}
