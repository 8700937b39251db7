import Store
import TestSupport

extension FlushedRows {
    /// From now on the database refuses some rows of a table.
    func refuse(_ table: TableName, when condition: String, sqlState: SQLState) async throws {
        try await database.execute(
            script: """
                CREATE OR REPLACE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF \(condition) THEN
                        RAISE EXCEPTION 'refused by the test' USING ERRCODE = '\(sqlState)';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON \(catalog.quoted(table))
                    FOR EACH ROW EXECUTE FUNCTION public.refuse()
                """
        )
    }

    /// It refuses nothing any more.
    func accept(_ table: TableName) async throws {
        try await database.execute("DROP TRIGGER refuse ON \(catalog.quoted(table))")
    }
}
