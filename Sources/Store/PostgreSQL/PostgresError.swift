/// What went wrong between us and Postgres, copied out of libpq at once.
///
/// Holds neither passwords nor parameter values: what the server quotes from them is cut off.
package struct PostgresError: Error, Equatable, Sendable {
    /// What happened, as far as a caller can act on it.
    package var kind: Kind
    /// One sentence, by the server, libpq or us.
    package var message: String
    /// The server's code, where the server said anything.
    package var sqlState: SQLState?
    /// The server's elaboration; withheld for data and constraint errors, which quote rows.
    package var detail: String?
    /// The server's advice.
    package var hint: String?
    /// The schema of the table or constraint that the server names.
    package var schema: String?
    /// The table that the server names.
    package var table: String?
    /// The column that the server names.
    package var column: String?
    /// The constraint that was violated.
    package var constraint: String?

    package init(_ kind: Kind, _ message: String, sqlState: SQLState? = nil) {
        self.kind = kind
        self.message = message
        self.sqlState = sqlState
    }

    /// What happened, as far as a caller can act on it.
    package enum Kind: String, Equatable, Sendable {
        /// The connection string cannot be used; nothing was tried.
        case invalidSettings
        /// No connection came about.
        case connectionFailed
        /// An established connection broke or fell silent; nothing is known to be done.
        case connectionLost
        /// The connection broke while COMMIT was under way: done or not, only a look can tell.
        case commitUnknown
        /// The server refused a statement; the connection is good.
        case server
        /// A transaction was ended by ROLLBACK where COMMIT was asked for.
        case rolledBack
        /// Our own cancellation ended the statement.
        case cancelled
        /// The server is a standby, whose answers may be old.
        case standby
        /// Two connections that must reach one database reach different ones.
        case identityMismatch
        /// A value that cannot be sent, such as a text with a NUL byte.
        case invalidValue
        /// An answer that cannot be read as the asked type: a mistake in our code or the schema.
        case unreadable
        /// The API was used against its rules.
        case misuse
        /// The pool has as many waiting calls as it may.
        case poolFull
        /// The pool was shut down.
        case poolClosed
    }
}

extension PostgresError {
    /// Whether the same call can succeed later, on a new connection where this one is lost.
    ///
    /// Never true where the outcome is unknown: doing it again may do it twice.
    package var isRetriable: Bool {
        switch kind {
        case .connectionFailed: !isPermanentRefusal
        case .connectionLost, .poolFull: true
        case .server: sqlState?.isTransient == true || isStalePlan
        case .invalidSettings, .commitUnknown, .rolledBack, .cancelled, .standby,
            .identityMismatch, .invalidValue, .unreadable, .misuse, .poolClosed:
            false
        }
    }

    /// Whether the connection is of no more use.
    package var isConnectionLost: Bool {
        switch kind {
        case .connectionFailed, .connectionLost, .commitUnknown: true
        case .invalidSettings, .server, .rolledBack, .cancelled, .standby, .identityMismatch,
            .invalidValue, .unreadable, .misuse, .poolFull, .poolClosed:
            false
        }
    }

    /// Whether a COMMIT was sent whose outcome nobody told us.
    package var isCommitUnknown: Bool { kind == .commitUnknown }

    /// Whether a prepared statement no longer fits the tables that it was planned for.
    var isStalePlan: Bool {
        sqlState == .invalidStatementName
            || (sqlState == .featureNotSupported && message.contains("cached plan"))
    }

    /// A wrong password, role or database: waiting does not help, though an operator may.
    private var isPermanentRefusal: Bool {
        sqlState?.classCode == "28" || sqlState == .databaseMissing
    }
}

extension PostgresError: CustomStringConvertible {
    package var description: String {
        let state = sqlState.map { " [\($0)]" } ?? ""
        let detail = detail.map { " (\($0))" } ?? ""
        return "\(kind.rawValue)\(state): \(message)\(detail)"
    }
}
