/// Our own tables, in a Postgres schema of their own: the proxy's migrations drop what they do
/// not know in the schema of its tables, and its first one fails beside foreign tables.
enum SidecarSchema {
    /// The layout of the tables; a higher one is left alone.
    static let layout = 1

    /// The names of the tables, in the order in which they can be dropped.
    static let tables = ["checkpoint", "attachment", "meta"]

    static let attachment = qualified("attachment")
    static let checkpoint = qualified("checkpoint")
    static let meta = qualified("meta")

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
