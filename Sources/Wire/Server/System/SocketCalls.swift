import Glibc

/// The socket calls that come before NIO takes over.
enum SocketCalls {
    /// The longest path that `sockaddr_un` holds beside its closing NUL.
    static let longestPath = 107

    /// What a connection attempt found behind a socket file.
    enum Probe: Equatable {
        /// Somebody listens.
        case live
        /// Nobody listens: whoever made the file is gone.
        case stale
        /// The file went away meanwhile.
        case absent
    }

    /// Makes a socket at `path` that only its owner may connect to, whatever the umask.
    ///
    /// On Linux `bind` gives the file the mode of the descriptor's inode, so there is no moment
    /// at which the file is wider: https://man7.org/linux/man-pages/man7/unix.7.html.
    ///
    /// - Returns: a descriptor that the caller must close or give away.
    static func bindPrivately(_ path: String) throws(SystemError) -> Int32 {
        let descriptor = try makeSocket()
        guard fchmod(descriptor, 0o600) == 0 else { throw closing(descriptor, .last("fchmod")) }
        let code = unsafe withAddress(path) { unsafe bind(descriptor, $0, $1) }
        guard code == 0 else { throw closing(descriptor, .last("bind")) }
        return descriptor
    }

    static func probe(_ path: String) throws(SystemError) -> Probe {
        let descriptor = try makeSocket()
        let code = unsafe withAddress(path) { unsafe connect(descriptor, $0, $1) }
        let failure = SystemError.last("connect")
        close(descriptor)
        if code == 0 { return .live }
        switch failure.code {
        // A full backlog: whoever listens is busy, but lives.
        case EAGAIN, EINPROGRESS: return .live
        case ECONNREFUSED: return .stale
        case ENOENT: return .absent
        default: throw failure  // open set: errno
        }
    }

    /// Lets that many connections wait to be accepted.
    static func listen(_ descriptor: Int32, backlog: Int32) throws(SystemError) {
        guard Glibc.listen(descriptor, backlog) == 0 else { throw .last("listen") }
    }

    /// Closes a descriptor that was not given away.
    static func close(_ descriptor: Int32) {
        Glibc.close(descriptor)
    }

    private static func makeSocket() throws(SystemError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw .last("socket") }
        return descriptor
    }

    private static func closing(_ descriptor: Int32, _ error: SystemError) -> SystemError {
        close(descriptor)
        return error
    }

    /// Calls `body` with the address; the caller has checked the length of the path.
    private static func withAddress(
        _ path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
            unsafe room.copyBytes(from: path.utf8.prefix(longestPath))
        }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, size)
            }
        }
    }
}
