import Store
import TestSupport

/// Everything that a database's system catalogues say about its own objects.
///
/// Two dumps are equal if and only if what was made between them was removed again.
struct CatalogDump: Equatable {
    let lines: [String]

    init(_ database: TestDatabase) async throws {
        lines = try await database.execute(Self.sql).map { try $0.text(0) }
    }

    private static let sql = """
        SELECT 'schema ' || n::text FROM pg_namespace n WHERE nspname !~ '^pg_'
        UNION ALL SELECT 'relation ' || (to_jsonb(c) - ARRAY['relpages', 'reltuples',
            'relallvisible', 'relfrozenxid', 'relminmxid', 'relhastriggers', 'relfilenode'])::text
            FROM pg_class c WHERE oid >= 16384
        UNION ALL SELECT 'column ' || a::text FROM pg_attribute a WHERE attrelid >= 16384
        UNION ALL SELECT 'function ' || p::text FROM pg_proc p WHERE oid >= 16384
        UNION ALL SELECT 'trigger ' || t::text FROM pg_trigger t
        UNION ALL SELECT 'constraint ' || c::text FROM pg_constraint c WHERE oid >= 16384
        UNION ALL SELECT 'type ' || t::text FROM pg_type t WHERE oid >= 16384
        UNION ALL SELECT 'depend ' || d::text FROM pg_depend d
        UNION ALL SELECT 'shdepend ' || d::text FROM pg_shdepend d
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        UNION ALL SELECT 'description ' || d::text FROM pg_description d WHERE objoid >= 16384
        UNION ALL SELECT 'setting ' || s::text FROM pg_db_role_setting s
            WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
        ORDER BY 1
        """
}
