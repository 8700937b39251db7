import Glibc

/// A failed system call: what was asked of the kernel, and its answer.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The call and what it was made on, such as `mkdir /var/lib/sidecar`.
    package var call: String
    /// The value of `errno` right after the call.
    package var code: Int32

    package init(_ call: String, code: Int32) {
        self.call = call
        self.code = code
    }

    /// Takes `errno` at once, before anything else can change it.
    package static func last(_ call: String) -> SystemError {
        let code = errno
        return SystemError(call, code: code)
    }

    package var description: String { "\(call): \(reason)" }

    /// The kernel's answer alone, for those whom our paths do not concern.
    package var reason: String { SystemError.text(of: code) }

    /// glibc keeps the text of an unknown code per thread, so it is safe to read until the next.
    private static func text(of code: Int32) -> String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}
