extension PostgresConnection {
    /// How a transaction sees what others commit meanwhile.
    package enum Isolation: String, Sendable {
        /// Each statement sees what was committed before it began.
        case readCommitted = "READ COMMITTED"
        /// All statements see one moment.
        case repeatableRead = "REPEATABLE READ"
        case serializable = "SERIALIZABLE"
    }

    /// Runs statements as one: all of them are committed, or none.
    ///
    /// - Throws: What the closure throws, after ROLLBACK; `.commitUnknown` when the connection
    ///   broke while COMMIT was under way; `.rolledBack` when the server did not commit because
    ///   an earlier error was swallowed.
    package func transaction<T>(
        _ isolation: Isolation = .readCommitted,
        readOnly: Bool = false,
        _ body: (PostgresConnection) throws(PostgresError) -> T
    ) throws(PostgresError) -> T {
        try begin(isolation, readOnly: readOnly)
        let value: T
        do {
            value = try body(self)
        } catch {
            rollback()
            throw error
        }
        try commit()
        return value
    }

    /// Ends an open transaction without effect; a session that can't even do that is lost.
    package func rollback() {
        guard !isLost else { return }
        isCommitting = true
        defer { isCommitting = false }
        do {
            try execute(script: "ROLLBACK")
        } catch {
            _ = giveUp("ROLLBACK failed: \(error.message)")
        }
    }

    private func begin(_ isolation: Isolation, readOnly: Bool) throws(PostgresError) {
        guard !isInTransaction else {
            throw PostgresError(.misuse, "a transaction is open already")
        }
        let begin = "BEGIN ISOLATION LEVEL \(isolation.rawValue)\(readOnly ? " READ ONLY" : "")"
        let timeouts = settings.pooling == .transaction ? settings.timeouts(local: true) : []
        do {
            try execute(script: ([begin] + timeouts).joined(separator: "; "))
        } catch {
            if isInTransaction { rollback() }
            throw error
        }
    }

    private func commit() throws(PostgresError) {
        if interrupt.with(\.mustStop) {
            rollback()
            throw PostgresError(.cancelled, "the job was cancelled before COMMIT")
        }
        if isLost { throw giveUp("the connection broke before COMMIT") }
        isCommitting = true
        defer { isCommitting = false }
        let tag: String
        do {
            tag = try execute(script: "COMMIT").commandTag
        } catch {
            throw commitFailure(error)
        }
        guard tag == "COMMIT" else {
            throw PostgresError(
                .rolledBack,
                "the server rolled the transaction back: a statement in it had failed"
            )
        }
    }

    /// A refusal by a server that stays with us is known to have done nothing; all else is not.
    private func commitFailure(_ error: PostgresError) -> PostgresError {
        let isUnknown =
            isLost || error.sqlState == .completionUnknown || error.sqlState == "08007"
        guard isUnknown else { return error }
        var unknown = error
        unknown.kind = .commitUnknown
        return unknown
    }
}
