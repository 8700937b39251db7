extension StoreConnections {
    /// Runs one change as one transaction, and never a second time.
    ///
    /// - Throws: Where COMMIT was not answered, an error that says so.
    func write<T: Sendable>(
        _ body: @escaping @Sendable (Catalog, PostgresConnection) throws(PostgresError) -> T
    ) async throws(StoreError) -> T {
        try await manage { catalog, connection throws(PostgresError) in
            do throws(PostgresError) {
                return try connection.transaction { connection throws(PostgresError) in
                    try body(catalog, connection)
                }
            } catch {
                throw Self.naming(error, catalog, connection)
            }
        }
    }

    /// Runs reads that see one moment.
    func look<T: Sendable>(
        _ body: @escaping @Sendable (Catalog, PostgresConnection) throws(PostgresError) -> T
    ) async throws(StoreError) -> T {
        try await manage { catalog, connection throws(PostgresError) in
            try connection.transaction(.repeatableRead, readOnly: true) {
                connection throws(PostgresError) in
                try body(catalog, connection)
            }
        }
    }

    private func manage<T: Sendable>(
        _ body: @escaping @Sendable (Catalog, PostgresConnection) throws(PostgresError) -> T
    ) async throws(StoreError) -> T {
        guard let catalog else {
            throw StoreError(.unavailable, "The database has not been reached yet.")
        }
        do {
            return try await lookups.run { connection throws(PostgresError) in
                try body(catalog, connection)
            }
        } catch {
            throw StoreError(managing: error)
        }
    }

    /// Puts the column into an error about a foreign key, which the server tells by a name only
    /// that is cut differently under each prefix.
    private static func naming(
        _ error: PostgresError,
        _ catalog: Catalog,
        _ connection: PostgresConnection
    ) -> PostgresError {
        guard error.sqlState == .foreignKeyViolation, let constraint = error.constraint,
            let table = catalog.tables[.verificationToken]
        else { return error }
        var named = error
        let rows = try? connection.execute(
            KeySQL(catalog: catalog).columnOfConstraint,
            [.text(constraint), .int(Int64(table.oid))]
        )
        named.column = (try? rows?.first?.optionalText(0)) ?? nil
        return named
    }
}

extension StoreError {
    /// What came of a change or a look, in words for the caller of a management method.
    fileprivate init(managing error: PostgresError) {
        self.init(error)
        if error.isCommitUnknown {
            message = """
                The connection broke while the change was being committed, so its outcome is \
                unknown: look whether it was made before you try again.
                """
            isOutcomeUnknown = true
        } else if error.sqlState == .foreignKeyViolation, let column = error.column {
            message = "`\(column)` names nothing that exists."
        }
    }
}
