/// What a table is, line by line, for comparison; the order of the columns does not count.
enum TableDescription {
    static let queries = [
        ("columns", columns), ("indexes", indexes), ("references", references),
    ]

    private static let columns = """
        SELECT concat_ws(' | ', column_name, data_type, udt_name, datetime_precision,
            is_nullable, column_default)
        FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = $1
        ORDER BY 1
        """

    private static let indexes = """
        SELECT i.indexdef || CASE WHEN c.contype IS NULL THEN '' ELSE ' ' || c.contype::text END
        FROM pg_indexes i
        LEFT JOIN pg_constraint c ON c.conname = i.indexname AND c.contype IN ('p', 'u')
        WHERE i.schemaname = 'public' AND i.tablename = $1
        ORDER BY 1
        """

    /// Three tables that others refer to are not among those that we make.
    private static let references = """
        SELECT c.conname || ' ' || pg_get_constraintdef(c.oid)
        FROM pg_constraint c
        WHERE c.contype IN ('f', 'c') AND c.conrelid = ('public.' || quote_ident($1))::regclass
            AND c.confrelid::regclass::text
                !~ 'LiteLLM_(ObjectPermissionTable|ModelTable|ProjectTable)'
        ORDER BY 1
        """
}
