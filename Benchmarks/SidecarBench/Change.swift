import Store

/// A change of the database after which a request is answered otherwise than before.
enum Change: String, CaseIterable, Sendable {
    case keyBlocked = "key row blocked"
    case teamBlocked = "team row blocked"
    case keyDeleted = "key deleted"
    case keyRegenerated = "key regenerated"
    case truncated = "table truncated"
    /// Allowed afterwards; all others refuse.
    case keyInserted = "key inserted, first use"

    static let team = "bench-team"

    /// Whether the key is in the database, and known to the daemon, before the change.
    var needsKey: Bool { self != .keyInserted }

    /// The statement, with its parameters, on a key of the team.
    func statement(
        _ key: String,
        in catalog: Catalog
    ) -> (sql: String, parameters: [PostgresValue]) {
        let keys = catalog.quoted(.verificationToken)
        let token = PostgresValue.text(TokenHash(ofKey: key).hex)
        switch self {
        case .keyBlocked: return ("UPDATE \(keys) SET blocked = true WHERE token = $1", [token])
        case .teamBlocked:
            let teams = catalog.quoted(.teamTable)
            return ("UPDATE \(teams) SET blocked = true WHERE team_id = $1", [.text(Self.team)])
        case .keyDeleted: return ("DELETE FROM \(keys) WHERE token = $1", [token])
        case .keyRegenerated:
            let next = PostgresValue.text(TokenHash(ofKey: key + "-next").hex)
            return ("UPDATE \(keys) SET token = $2 WHERE token = $1", [token, next])
        case .truncated: return ("TRUNCATE \(keys) CASCADE", [])
        case .keyInserted:
            return (
                "INSERT INTO \(keys) (token, team_id) VALUES ($1, $2)", [token, .text(Self.team)]
            )
        }
    }
}
