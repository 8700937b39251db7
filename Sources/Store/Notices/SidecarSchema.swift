/// Our own tables, in a Postgres schema of their own: the proxy's migrations drop what they do
/// not know in the schema of its tables, and its first one fails beside foreign tables.
enum SidecarSchema {
    /// The layout of the tables; a higher one is left alone.
    ///
    /// A table that is only added needs no other number: who does not know it does without.
    static let layout = 1

    /// The names of the tables, in the order in which they can be dropped.
    static let tables = ["due_reset", "tier_reset", "checkpoint", "attachment", "meta"]
    /// Those that the flush cannot do without.
    static let flushTables = ["checkpoint", "attachment", "meta"]

    static let attachment = qualified("attachment")
    static let checkpoint = qualified("checkpoint")
    static let meta = qualified("meta")
    static let dueReset = qualified("due_reset")
    static let tierReset = qualified("tier_reset")

    private static func qualified(_ table: String) -> String {
        "\(SchemaName.sidecar.quoted).\(PostgresIdentifier.quoted(table))"
    }

    /// Makes the tables that are missing.
    ///
    /// - `meta`: one row, the layout.
    /// - `attachment`: a row per set of tables that is watched. The database id is made with
    ///   it: a journal knows by it whether it is flushed to where it was flushed before.
    /// - `checkpoint`: a row per database id and instance: up to which sequence its journal was
    ///   applied, and the epoch and its holder, which fence a copied state directory.
    /// - `due_reset`: what a row had spent when its reset became due, once for each end of a
    ///   period; found by digests, since ids may be longer than an index takes.
    /// - `tier_reset`: how far the reset of a budget row has come through the rows that hang on
    ///   it.
    static let createTablesSQL = """
        CREATE TABLE IF NOT EXISTS \(meta) (
            one boolean PRIMARY KEY DEFAULT true CHECK (one),
            layout integer NOT NULL
        );
        INSERT INTO \(meta) (layout) VALUES (\(layout)) ON CONFLICT DO NOTHING;
        CREATE TABLE IF NOT EXISTS \(attachment) (
            table_schema text NOT NULL,
            table_prefix text NOT NULL,
            database_id text NOT NULL UNIQUE DEFAULT gen_random_uuid()::text,
            version integer NOT NULL,
            attached_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (table_schema, table_prefix)
        );
        CREATE TABLE IF NOT EXISTS \(checkpoint) (
            database_id text NOT NULL,
            instance text NOT NULL,
            epoch bigint NOT NULL,
            holder text NOT NULL,
            sequence bigint NOT NULL,
            updated_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (database_id, instance)
        );
        CREATE TABLE IF NOT EXISTS \(dueReset) (
            database_id text NOT NULL,
            kind text NOT NULL,
            id text NOT NULL,
            group_id text NOT NULL,
            reset_at timestamp(3) NOT NULL,
            picodollars numeric NOT NULL,
            noted_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE UNIQUE INDEX IF NOT EXISTS due_reset_key ON \(dueReset)
            (database_id, kind, md5(id), md5(group_id), reset_at);
        CREATE TABLE IF NOT EXISTS \(tierReset) (
            database_id text NOT NULL,
            budget_id text NOT NULL,
            reset_at timestamp(3) NOT NULL,
            kind text NOT NULL,
            last text[] NOT NULL,
            PRIMARY KEY (database_id, budget_id)
        )
        """

    /// What is there of the schema.
    ///
    /// That is its own existence, its tables, and whether the function
    /// of this version is word for word ours. Needs no right on any of it.
    static let presenceSQL = """
        SELECT
            EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'sidecar'),
            ARRAY(
                SELECT c.relname::text
                FROM pg_catalog.pg_class c
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'sidecar' AND c.relkind = 'r'),
            EXISTS (
                SELECT FROM pg_catalog.pg_proc p
                JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                WHERE n.nspname = 'sidecar' AND p.proname = $1 AND p.pronargs = 0
                    AND p.prosrc = $2 AND NOT p.prosecdef AND p.proconfig = $3)
        """

    /// The functions of other versions that no trigger calls any more.
    static let unusedFunctionsSQL = """
        SELECT p.proname
        FROM pg_catalog.pg_proc p
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'sidecar' AND p.pronargs = 0
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgfoid = p.oid)
        """
}
