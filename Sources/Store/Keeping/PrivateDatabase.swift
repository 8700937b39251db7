package import Logging

/// The database of a daemon that was given none: the private server, with the tables made.
package enum PrivateDatabase {
    /// Brings the server up and makes the tables if there are none.
    ///
    /// - Throws: `.misconfigured` with what to install or change.
    package static func open(
        _ server: PrivateServer,
        prefix: TablePrefix?,
        logger: Logger
    ) async throws(StoreError) -> ConnectionString {
        let connection: ConnectionString
        do {
            connection = try await server.start()
        } catch {
            throw StoreError(.misconfigured, error.message)
        }
        let pool = PostgresPool(PostgresSettings(connection), name: "sidecar-create", size: 1)
        let outcome: Result<Bool, SchemaError>
        do {
            outcome = try await pool.run { connection throws(PostgresError) in
                Result { () throws(SchemaError) in
                    try createIfEmpty(connection, prefix: prefix)
                }
            }
        } catch {
            throw StoreError(error)
        }
        await pool.shutdown()
        do {
            if try outcome.get() { logger.info("made the tables in the private Postgres") }
        } catch {
            throw StoreError(error)
        }
        return connection
    }

    private static func createIfEmpty(
        _ connection: PostgresConnection,
        prefix: TablePrefix?
    ) throws(SchemaError) -> Bool {
        do throws(SchemaError) {
            _ = try SchemaDiscovery.discover(on: connection)
            return false
        } catch {
            guard error == .noTables else { throw error }
        }
        try SchemaCreator.create(on: connection, prefix: prefix ?? .standard)
        return true
    }
}
