/// Why the store could not do what it was asked for.
package struct StoreError: Error, Equatable, Sendable {
    package var kind: Kind
    /// One sentence for an operator: what is wrong, and the way out.
    package var message: String
    /// The entity or parameter at fault, where there is one.
    package var field: String?
    /// Whether the work may have been done all the same, so that doing it again may do it twice.
    package var isOutcomeUnknown = false

    package init(_ kind: Kind, _ message: String, field: String? = nil) {
        self.kind = kind
        self.message = message
        self.field = field
    }

    /// What happened, as far as a caller can act on it.
    package enum Kind: String, Equatable, Sendable {
        /// The database cannot be asked now.
        case unavailable
        /// There is no such row.
        case notFound
        /// Such a row exists already.
        case conflict
        /// A value that the database cannot hold.
        case invalidValue
        /// The database may not be used as it is now: a standby, or another one than before.
        case unusableDatabase
        /// The database cannot be served with these settings: an operator must act.
        case misconfigured
        /// Our role in the database may not do this.
        case notPermitted
        /// A mistake of ours.
        case internalError
    }

    /// The work was given up because its task was cancelled.
    package static let cancelled = StoreError(.unavailable, "the work was cancelled")

    /// The settings have changed, and ask for other connections.
    static let otherConnections = StoreError(
        .unavailable,
        "the settings ask for other connections than before"
    )

    /// Whether the same call may succeed later.
    package var isRetriable: Bool { kind == .unavailable && !isOutcomeUnknown }
}

extension StoreError {
    /// What Postgres or libpq said, as far as a caller can act on it.
    package init(_ error: PostgresError) {
        let kind = Self.kind(of: error)
        let message =
            kind == .notPermitted
            ? "the daemon's role in the database may not do this: \(error.message)" : error.message
        self.init(kind, message, field: error.column ?? error.constraint)
    }

    /// Why the tables were not found; only what the database itself says may pass by waiting.
    package init(_ error: SchemaError) {
        if case .database(let error) = error {
            self.init(error)
        } else {
            self.init(.misconfigured, error.description)
        }
    }

    private static func kind(of error: PostgresError) -> Kind {
        switch error.kind {
        case .connectionFailed, .connectionLost, .commitUnknown, .cancelled, .poolFull,
            .poolClosed, .rolledBack:
            .unavailable
        case .standby, .identityMismatch: .unusableDatabase
        case .invalidSettings: .misconfigured
        case .invalidValue: .invalidValue
        case .unreadable, .misuse: .internalError
        case .server: error.isRefusedToRole ? .notPermitted : kind(of: error.sqlState)
        }
    }

    private static func kind(of state: SQLState?) -> Kind {
        switch state?.classCode {
        case "22": .invalidValue
        case "23": state == .uniqueViolation ? .conflict : .invalidValue
        case "08", "53", "57", "58", "40", "55": .unavailable
        default: .internalError  // open set: the server's other classes
        }
    }
}
