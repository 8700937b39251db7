import Glibc

/// A system call that failed, with what errno said.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The name of the call.
    package var call: String
    /// What errno said.
    package var code: Int32

    package init(_ call: String, code: Int32) {
        self.call = call
        self.code = code
    }

    /// Reads errno; nothing may come between the failed call and this.
    static func last(_ call: String) -> SystemError {
        SystemError(call, code: errno)
    }

    package var description: String {
        guard let text = unsafe strerror(code) else { return "\(call): error \(code)" }
        return "\(call): \(unsafe String(cString: text))"
    }
}
