import Glibc

/// A descriptor that becomes readable when another thread asks for attention: a socket to oneself.
///
/// The Glibc module has neither eventfd nor pipe2, and a pipe that is made close-on-exec only
/// afterwards could leak into a process that another thread starts meanwhile.
@safe final class WakeDescriptor: Sendable {
    /// The end to wait on.
    let descriptor: Int32
    private let writeEnd: Int32

    /// - Throws: `SystemError` when the process has no descriptor left.
    init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        guard unsafe socketpair(AF_UNIX, Int32(kind), 0, &ends) == 0 else {
            throw SystemError.last("socketpair")
        }
        descriptor = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(descriptor)
        close(writeEnd)
    }

    /// Makes the descriptor readable; may be called from any thread, any number of times.
    func signal() {
        var byte: UInt8 = 1
        // A full socket (EAGAIN) is readable already, so the result tells nothing.
        _ = unsafe write(writeEnd, &byte, 1)
    }

    /// Makes the descriptor unreadable again.
    func drain() {
        var bytes: [UInt8] = Array(repeating: 0, count: 64)
        while unsafe read(descriptor, &bytes, bytes.count) == bytes.count {}
    }
}
