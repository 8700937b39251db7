/// Which server and which database a connection reached.
package struct ServerIdentity: Equatable, Sendable {
    /// Made by initdb, the same on all standbys; nil where the role may not read it.
    package var systemIdentifier: String?
    /// Grows with each promotion of a standby; nil where the role may not read it.
    package var timeline: Int64?
    /// The name of the database.
    package var database: String
    /// The oid of the database; a dropped and made one has another.
    package var databaseID: Int64
    /// 150018 for 15.18.
    package var serverVersion: Int64
    /// The encoding of the database, such as `UTF8`.
    package var encoding: String
    /// Whether the server follows another one.
    package var isInRecovery: Bool
    /// The moment at which the server process started, as the server writes it: stands in for
    /// what the role may not read, since no two servers start in the same microsecond.
    package var startedAt: String

    package init(
        systemIdentifier: String?,
        timeline: Int64?,
        database: String,
        databaseID: Int64,
        serverVersion: Int64,
        encoding: String,
        isInRecovery: Bool,
        startedAt: String
    ) {
        self.systemIdentifier = systemIdentifier
        self.timeline = timeline
        self.database = database
        self.databaseID = databaseID
        self.serverVersion = serverVersion
        self.encoding = encoding
        self.isInRecovery = isInRecovery
        self.startedAt = startedAt
    }
}

extension ServerIdentity {
    /// Asks the server, in one or two short reads.
    package static func read(
        _ connection: PostgresConnection
    ) throws(PostgresError) -> ServerIdentity {
        let row = try connection.execute(basics).only()
        var identity = ServerIdentity(
            systemIdentifier: nil,
            timeline: nil,
            database: try row.text(0),
            databaseID: try row.int(1),
            serverVersion: try row.int(2),
            encoding: try row.text(3),
            isInRecovery: try row.bool(4),
            startedAt: try row.text(5)
        )
        identity.systemIdentifier = try optional(connection, systemIdentifierSQL)
        identity.timeline = try optional(connection, timelineSQL).flatMap { Int64($0, radix: 16) }
        return identity
    }

    /// Refuses a server whose answers may be old, or whose texts we can't hold.
    /// - Throws: `.standby`, or `.identityMismatch` for another encoding than UTF8.
    package func requireUsable() throws(PostgresError) {
        if isInRecovery {
            throw PostgresError(
                .standby,
                "the server of database \(database) is a standby: its answers may be old, so the "
                    + "sidecar needs the primary"
            )
        }
        if encoding != "UTF8" {
            throw PostgresError(
                .identityMismatch,
                "database \(database) has the encoding \(encoding); the sidecar needs UTF8"
            )
        }
    }

    /// What makes this another database than the other one; nil when it is the same.
    /// - Parameters:
    ///   - role: What this connection is for, such as `the listener`.
    ///   - other: What another connection reached.
    ///   - otherRole: What the other one is for, such as `look-ups`.
    /// - Returns: One sentence that names both.
    package func difference(
        role: String,
        from other: ServerIdentity,
        _ otherRole: String
    ) -> String? {
        func sentence(_ what: String, _ mine: String, _ theirs: String) -> String? {
            mine == theirs
                ? nil : "\(role) reached \(what) \(mine), \(otherRole) reached \(what) \(theirs)"
        }
        if let mine = systemIdentifier, let theirs = other.systemIdentifier {
            if let found = sentence("the server with system identifier", mine, theirs) {
                return found
            }
            let timelines = (timeline.map(String.init) ?? "?", other.timeline.map(String.init))
            if let found = sentence("timeline", timelines.0, timelines.1 ?? timelines.0) {
                return found
            }
        } else if let found = sentence("the server started at", startedAt, other.startedAt) {
            return found
        }
        return sentence("the database", database, other.database)
            ?? sentence(
                "database \(database) with oid",
                String(databaseID),
                String(other.databaseID)
            )
    }

    /// Compares, and throws the difference.
    /// - Throws: `.identityMismatch`.
    package func requireSame(
        role: String,
        as other: ServerIdentity,
        _ otherRole: String
    ) throws(PostgresError) {
        guard let difference = difference(role: role, from: other, otherRole) else { return }
        throw PostgresError(.identityMismatch, difference)
    }

    /// A value that managed servers keep from ordinary roles, or do not have.
    private static func optional(
        _ connection: PostgresConnection,
        _ sql: String
    ) throws(PostgresError) -> String? {
        do {
            return try connection.execute(sql).first?.optionalText(0)
        } catch  where error.kind == .server {
            return nil
        }
    }

    private static let basics = """
        SELECT current_database(),
               (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())::int8,
               current_setting('server_version_num')::int8,
               current_setting('server_encoding'),
               pg_catalog.pg_is_in_recovery(),
               pg_catalog.pg_postmaster_start_time()::text
        """

    private static let systemIdentifierSQL = """
        SELECT system_identifier::text FROM pg_catalog.pg_control_system()
        WHERE has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
        """

    /// The first eight hexadecimal digits of a WAL file's name.
    ///
    /// The control file would tell the
    /// timeline of the last checkpoint, which is still the old one right after a promotion.
    private static let timelineSQL = """
        SELECT CASE WHEN NOT pg_catalog.pg_is_in_recovery()
               THEN left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8) END
        """
}
