/// Which database the connections have found; the first one to come says it for the others.
final class FoundDatabase: Sendable {
    private struct State: Sendable {
        var identity: ServerIdentity?
        var catalog: Catalog?
    }

    private let state = Locked(State())

    var identity: ServerIdentity? { state.withLock(\.identity) }
    var catalog: Catalog? { state.withLock(\.catalog) }

    func requireCatalog() throws(PostgresError) -> Catalog {
        guard let catalog else {
            throw PostgresError(.connectionFailed, "the database has not been reached yet")
        }
        return catalog
    }

    func set(_ catalog: Catalog) { state.withLock { $0.catalog = catalog } }

    /// Lets the next connection say anew which database it is: after a failover it is another.
    func forget() { state.withLock { $0.identity = nil } }

    /// Refuses a connection to a standby, or to another database than the first one's.
    func check(_ connection: PostgresConnection, role: String) throws(PostgresError) {
        let identity = try ServerIdentity.read(connection)
        try identity.requireUsable()
        let first = state.withLock { state in
            let first = state.identity ?? identity
            state.identity = first
            return first
        }
        try identity.requireSame(role: role, as: first, "the first connection")
    }
}
