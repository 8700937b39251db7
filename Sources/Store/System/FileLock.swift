import Glibc

/// An exclusive flock(2) on a file, held for as long as this lives; the file stays.
///
/// It is never unlinked: another process could be waiting on the old file while a third one locks
/// the new one. The kernel lets go of the lock with the process, however that ends.
package final class FileLock: Sendable {
    private let descriptor: Int32

    /// - Returns: nil if somebody else holds the lock.
    /// - Throws: `SystemError` when the file cannot be made or opened.
    package init?(path: String) throws(SystemError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SystemError.last("open \(path)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error = SystemError.last("flock \(path)")
            close(descriptor)
            if error.code == EWOULDBLOCK { return nil }
            throw error
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
