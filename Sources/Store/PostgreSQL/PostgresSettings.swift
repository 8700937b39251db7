/// How connections are opened and how long they may take for what.
package struct PostgresSettings: Equatable, Sendable {
    /// Where to connect, and as whom.
    package var connection: ConnectionString

    /// What the server shows for our sessions, unless the connection string names something.
    package var applicationName = "sidecar"

    /// How long opening a connection may take, per host; whole seconds, at least 2.
    package var connectTimeout: Duration = .seconds(5)

    /// The server ends a statement that takes longer; nil for no limit.
    package var statementTimeout: Duration? = .seconds(30)

    /// The server ends a statement that waits longer for a lock; nil for no limit.
    package var lockTimeout: Duration?

    /// How long the server may be silent during a statement before the connection counts as lost.
    ///
    /// This finds a link that is open at one end only. It must be longer than `statementTimeout`.
    package var silenceLimit: Duration = .seconds(40)

    /// How long a cancelled statement may go on before the connection is given up.
    package var cancelGrace: Duration = .seconds(5)

    /// What stands between us and the server.
    package var pooling: Pooling = .session

    package init(_ connection: ConnectionString) {
        self.connection = connection
        if connection.foreignOptions["pgbouncer"] == "true" { pooling = .transaction }
    }

    /// Whether a connection keeps one server session.
    package enum Pooling: String, Equatable, Sendable {
        /// One session for as long as the connection lasts.
        case session
        /// A pooler gives each transaction any session: no prepared statements, no LISTEN, and
        /// timeouts only inside of transactions.
        case transaction
    }
}

extension PostgresSettings {
    /// What libpq is told: the connection string, and our defaults where it says nothing.
    var parameters: [(keyword: String, value: String)] {
        var connection = connection
        let defaults = [
            ("connect_timeout", String(max(2, connectTimeout.components.seconds))),
            ("keepalives_idle", "15"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"), ("fallback_application_name", applicationName),
        ]
        for (keyword, value) in defaults where connection[keyword] == nil {
            connection = connection.with(keyword, value)
        }
        return connection.with("client_encoding", "UTF8").pairs
    }

    /// What every session is told first, so that texts mean the same whatever the role's defaults.
    var sessionScript: String {
        var statements = [
            "SET TIME ZONE 'UTC'", "SET DateStyle = 'ISO'", "SET standard_conforming_strings = on",
            "SET extra_float_digits = 1", "SET bytea_output = 'hex'",
        ]
        if pooling == .session { statements += timeouts(local: false) }
        return statements.joined(separator: "; ")
    }

    /// The timeouts, for the session or the transaction alone.
    func timeouts(local: Bool) -> [String] {
        let set = local ? "SET LOCAL" : "SET"
        return [
            statementTimeout.map { "\(set) statement_timeout = \(max(1, $0.milliseconds))" },
            lockTimeout.map { "\(set) lock_timeout = \(max(1, $0.milliseconds))" },
        ].compactMap { $0 }
    }
}

extension Duration {
    /// Whole milliseconds, the rest cut off.
    var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
