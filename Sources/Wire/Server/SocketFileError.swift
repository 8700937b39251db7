/// Why a socket could not be made at its path; the description names the path and the way out.
package enum SocketFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Longer than a socket address holds.
    case pathTooLong(String)
    /// A path that no file can have.
    case pathUnusable(String)
    /// Another instance holds the lock or answers at the path.
    case inUse(String)
    /// Something other than our socket stands at the path right after it was made.
    case replaced(String)
    /// Something other than a socket is in the place.
    case occupied(String, by: String)
    /// Others could replace the socket.
    case directoryUnsafe(String, because: String)
    case failed(String, SystemError)

    package var description: String {
        switch self {
        case .pathTooLong(let path):
            "the socket path has \(path.utf8.count) bytes, at most "
                + "\(SocketCalls.longestPath) are possible: \(path)"
        case .pathUnusable(let path):
            "the socket path is empty, ends with / or has a NUL: \(path)"
        case .inUse(let path):
            "another instance serves \(path); stop it, or choose another socket path"
        case .replaced(let path):
            "\(path) was replaced while the socket was made; find out who writes to its directory"
        case .occupied(let path, let kind):
            "\(path) is \(kind), which is not ours to replace; choose another socket path"
        case .directoryUnsafe(let path, let reason):
            "the directory \(path) \(reason), so others could replace the socket in it; let only "
                + "root or the daemon's user own it and write to it (chmod go-w), or choose "
                + "another socket path"
        case .failed(let path, let error):
            "\(path): \(error)"
        }
    }
}
