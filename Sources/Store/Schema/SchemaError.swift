/// Why the tables cannot be used or made.
package enum SchemaError: Error, Equatable, Sendable {
    /// The database has no tables of a proxy.
    case noTables
    /// There are none where the settings say, but some in another place.
    case elsewhere(configured: SchemaName, found: [DiscoveryCandidate])
    /// There are several sets of tables, and the settings do not say which is meant.
    case ambiguous([DiscoveryCandidate])
    /// Tables that were to be made are there already; their names.
    case alreadyThere([String])
    /// Some of them are there, and not the table of keys.
    case incomplete(found: [String])
    /// There are other tables where they would go; the first of them.
    case occupied(SchemaName, by: [String])
    /// The role may not make them; what it lacks.
    case notPermitted(String)
    /// The database could not be asked.
    case database(PostgresError)

    /// Runs something against the database; what it throws becomes the cause.
    static func wrapping<T>(
        _ body: () throws(PostgresError) -> T
    ) throws(SchemaError) -> T {
        do {
            return try body()
        } catch {
            throw error.isRefusedToRole ? .notPermitted(error.message) : .database(error)
        }
    }

    /// Whether asking again can help, nothing else being done.
    package var isRetriable: Bool {
        switch self {
        case .database(let error): error.isRetriable
        case .noTables, .elsewhere, .ambiguous, .alreadyThere, .incomplete, .occupied,
            .notPermitted:
            false
        }
    }
}

extension SchemaError: CustomStringConvertible {
    /// The reason, and what to do about it.
    package var description: String {
        switch self {
        case .noTables:
            "the database has no tables of a proxy: start the proxy on it first, or make them"
                + " with 'sidecar schema create'"
        case .elsewhere(let configured, let found):
            "the Postgres schema \(configured) has no tables of a proxy, but there are"
                + " \(list(found)): set 'schema' to the one that is meant"
        case .ambiguous(let found):
            "the database has the tables of more than one proxy, \(list(found)): set 'schema'"
                + " and 'table_prefix' to those that are meant"
        case .alreadyThere(let names):
            "the database has such tables already (\(names.joined(separator: ", "))): tables are"
                + " made in an empty database only"
        case .incomplete(let names):
            "the database has some of the tables (\(names.joined(separator: ", "))), but none of"
                + " keys: what made them was cut off. Drop them, if they hold nothing that is"
                + " needed, or take an empty database; then run 'sidecar schema create' again"
        case .occupied(let schema, let names):
            "the Postgres schema \(schema) holds other tables (\(names.joined(separator: ", "))):"
                + " the proxy's own migrations would refuse to begin there. Take an empty database,"
                + " or set 'schema' to one that is empty or not there yet"
        case .notPermitted(let detail): "the role may not make the tables: \(detail)"
        case .database(let error): error.description
        }
    }

    private func list(_ candidates: [DiscoveryCandidate]) -> String {
        candidates.map(\.description).joined(separator: ", ")
    }
}
