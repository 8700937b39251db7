import Glibc
import NIOConcurrencyHelpers
package import Store

/// Writes whole lines to a descriptor that somebody else owns, by write(2).
///
/// One lock for all threads: a line longer than the pipe's atomic size would mix with others.
package final class FileDescriptorWriter: Sendable {
    /// The process's standard error.
    package static let standardError = FileDescriptorWriter(STDERR_FILENO)
    /// The process's standard output.
    package static let standardOutput = FileDescriptorWriter(STDOUT_FILENO)

    private let descriptor: Int32
    private let lock = NIOLock()

    package init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Whether somebody looks at it.
    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Writes all of the text, or as much as the other end takes before it fails.
    ///
    /// - Returns: why not all of it was written; a log line's writer has nobody to tell.
    @discardableResult
    package func write(_ text: String) -> SystemError? {
        lock.withLock {
            var remaining = Array(text.utf8)[...]
            while !remaining.isEmpty {
                let count = unsafe remaining.withUnsafeBytes { bytes in
                    unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
                }
                if count > 0 {
                    remaining = remaining.dropFirst(count)
                } else {
                    let error = SystemError.last("write")
                    if !mayRetry(after: error.code) { return error }
                }
            }
            return nil
        }
    }

    /// Whether the same write can succeed; waits for room where the descriptor does not block.
    private func mayRetry(after error: Int32) -> Bool {
        switch error {
        case EINTR: return true
        case EAGAIN:
            var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            return unsafe Glibc.poll(&poll, 1, Self.waitMilliseconds) > 0
        default: return false  // open set: errno
        }
    }

    /// A reader that stands still for longer loses the rest of the line.
    private static let waitMilliseconds: Int32 = 1_000
}
