/// All that is needed to open one connection of a pool.
struct ConnectionOpening: Sendable {
    let settings: PostgresSettings
    /// Looks at a new connection; what it throws refuses it.
    let onConnect: @Sendable (PostgresConnection) throws(PostgresError) -> Void
    let onMessage: @Sendable (PostgresServerMessage) -> Void

    func open(_ interrupt: PostgresInterrupt?) throws(PostgresError) -> PostgresConnection {
        let connection = try PostgresConnection(
            settings,
            interrupt: interrupt,
            onMessage: onMessage
        )
        try onConnect(connection)
        return connection
    }
}
