/// The statements about keys, for the tables and columns that a database has.
///
/// Identifiers come from the catalogue or from `KeyColumn`, everything else is bound.
struct KeySQL {
    let catalog: Catalog

    private var table: String { catalog.quoted(.verificationToken) }
    private var rows: RowProjection {
        RowProjection(table: .verificationToken, catalog: catalog)
    }

    /// The keys with a value in a column, $1; two are enough to see that it is not unique.
    func select(by column: KeyColumn) -> String {
        rows.select(from: "\(table) WHERE \(column.quoted) = $1 LIMIT 2")
    }

    /// One more row with values for these columns; gives no row where there is such a token.
    func insert(_ columns: [KeyColumn]) -> String {
        let names = columns.map(\.quoted).joined(separator: ", ")
        let values = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        return """
            WITH written AS (
                INSERT INTO \(table) (\(names)) VALUES (\(values))
                ON CONFLICT (token) DO NOTHING RETURNING *)
            \(rows.select(from: "written"))
            """
    }

    /// The key with token $1 gets values $2, $3, … for these columns.
    func update(_ columns: [KeyColumn]) -> String {
        let values = columns.enumerated().map { "\($1.quoted) = $\($0 + 2)" }
        return """
            WITH written AS (
                UPDATE \(table) SET \(values.joined(separator: ", ")) WHERE token = $1 RETURNING *)
            \(rows.select(from: "written"))
            """
    }

    /// Holds the alias $1 of these tables until the transaction ends.
    ///
    /// Advisory, since the table has no unique index: it keeps our own daemons from making two
    /// keys of one alias, and cannot keep the proxy from it.
    var lockAlias: String {
        """
        SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(\
        \(quotedLiteral(table)) || ' ' || $1, \(Self.aliasLockSeed)))
        """
    }

    /// Another key than $2 that has the alias $1.
    var selectAliasHolder: String {
        "SELECT 1 FROM \(table) WHERE key_alias = $1 AND token <> $2 LIMIT 1"
    }

    /// The keys named by a list, $1, locked in an order that all writers share.
    func lockForDeletion(by column: KeyColumn) -> String {
        """
        SELECT live.token, \(RowProjection.shownToken) AS shown, live.key_alias
        FROM \(table) AS live WHERE live.\(column.quoted) = ANY ($1)
        ORDER BY live.token FOR UPDATE
        """
    }

    /// Copies the keys with tokens $2 into the archive, under ids $1: deleted at $3, by $4.
    var archive: String {
        let shared = sharedColumns.map(PostgresIdentifier.quoted)
        let target = (["id", "deleted_at", "deleted_by"] + shared).joined(separator: ", ")
        let source = ["doomed.id", "$3::timestamp", "$4::text"] + shared.map { "live.\($0)" }
        return """
            INSERT INTO \(catalog.quoted(.deletedVerificationToken)) (\(target))
            SELECT \(source.joined(separator: ", "))
            FROM unnest($1::text[], $2::text[]) AS doomed (id, doomed_token)
            JOIN \(table) AS live ON live.token = doomed.doomed_token
            """
    }

    /// Whether this version of the proxy keeps deleted keys.
    var hasArchive: Bool { catalog.has(.deletedVerificationToken) }

    /// Removes the keys with tokens $1.
    var delete: String { "DELETE FROM \(table) WHERE token = ANY ($1)" }

    /// How many keys meet the conditions.
    func count(_ conditions: KeyConditions) -> String {
        "SELECT count(*) FROM \(table)\(conditions.sql)"
    }

    /// Keys that meet the conditions, in the order of the primary key, which has an index; how
    /// many, and after how many, is bound behind the values of the conditions.
    func page(_ conditions: KeyConditions) -> String {
        let bound = conditions.values.count
        // Without its table, `token` would be the expression that is shown, which has no index.
        let source = """
            \(table) AS live\(conditions.sql) ORDER BY live.token
            LIMIT $\(bound + 1) OFFSET $\(bound + 2)
            """
        return rows.select(from: source) + " ORDER BY shown.token"
    }

    /// The column of keys that a foreign key constraint, $1, is about.
    var columnOfConstraint: String {
        """
        SELECT attribute.attname
        FROM pg_catalog.pg_constraint
        JOIN pg_catalog.pg_attribute AS attribute
            ON attribute.attrelid = conrelid AND attribute.attnum = conkey[1]
        WHERE conname = $1 AND contype = 'f' AND conrelid = $2::pg_catalog.oid
        """
    }

    /// The columns that live and archived keys have in common.
    private var sharedColumns: [String] {
        let own: Set = ["id", "deleted_at", "deleted_by"]
        let archived = catalog.tables[.deletedVerificationToken]?.columns ?? [:]
        return (catalog.tables[.verificationToken]?.columns ?? [:]).keys
            .filter { name in
                !own.contains(name) && archived[name].map { !$0.isGenerated } ?? false
            }
            .sorted()
    }

    /// Tells our locks on aliases from other advisory locks: "keyalias" in ASCII.
    private static let aliasLockSeed: Int64 = 0x6B65_7961_6C69_6173
}
