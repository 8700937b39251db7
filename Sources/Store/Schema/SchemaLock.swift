/// The one lock under which tables and triggers are made and removed in a database.
enum SchemaLock {
    /// "sidecar" in ASCII; advisory locks are per database.
    private static let key: Int64 = 0x0073_6964_6563_6172

    /// Waits for the lock and holds it until the transaction ends.
    ///
    /// For the transaction, not the session: it cannot be left behind, also through a pooler.
    static func acquire(on connection: PostgresConnection) throws(PostgresError) {
        try connection.execute("SELECT pg_catalog.pg_advisory_xact_lock($1)", [.int(key)])
    }
}
