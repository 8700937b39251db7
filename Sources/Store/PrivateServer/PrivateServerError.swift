/// Why there is no private Postgres, and what to do about it.
package struct PrivateServerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is missing or failed.
    package var kind: Kind
    /// One sentence for the operator, with the way out.
    package var message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// What is missing or failed, as far as an operator can act on it.
    package enum Kind: String, Equatable, Sendable {
        /// No Postgres server is installed here, or not of the version that made the data.
        case notInstalled
        /// Started as root, and the user to step down to is missing.
        case noUser
        /// A directory can't be made, or not be reached by that user.
        case directory
        /// The path of its socket is longer than the kernel takes.
        case pathTooLong
        case initFailed
        case startFailed
        case stopFailed
        /// Somebody wanted to stop before it was up.
        case interrupted
    }

    init(_ error: SystemError) {
        self.init(.directory, error.description)
    }

    package var description: String { message }
}
