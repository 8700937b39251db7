import Store
import TestSupport
import Testing

@Suite("Finding the tables")
struct SchemaDiscoveryTests {
    private func withEmpty(_ body: (TestDatabase) async throws -> Void) async throws {
        try await TestPostgres.shared().withDatabase(body)
    }

    private func keyTable(_ name: String) -> String {
        "CREATE TABLE \(name) (token text PRIMARY KEY, key_name text, spend float8)"
    }

    @Test func `an empty database has no tables`() async throws {
        try await withEmpty { database in
            await #expect(throws: SchemaError.noTables) {
                try await CreatedDatabase.discover(database)
            }
        }
    }

    @Test(arguments: ["LiteLLM_", "MishikaLLM_", "a\"b ", ""])
    func `tables are found under any prefix in public and elsewhere`(prefix: String) async throws {
        let prefix = try TablePrefix(prefix)
        for schema in [SchemaName.public, try SchemaName("the \"tenant\"")] {
            try await withEmpty { database in
                try await CreatedDatabase.fill(database, schema: schema, prefix: prefix)
                let catalog = try await CreatedDatabase.discover(database)
                #expect(catalog.schema == schema)
                #expect(catalog.prefix == prefix)
                #expect(Set(catalog.tables.keys) == Set(TableName.created))
                let again = try await CreatedDatabase.discover(
                    database,
                    schema: schema,
                    prefix: prefix
                )
                #expect(again == catalog)
                let count = "SELECT count(*) FROM \(catalog.quoted(.teamTable))"
                #expect(try await database.value(count) == "0")
            }
        }
    }

    @Test func `each column is read with type, NOT NULL, default and what it is generated from`()
        async throws
    {
        try await withEmpty { database in
            try await database.execute(script: keyTable("\"VerificationToken\""))
            try await database.execute(
                script: """
                    ALTER TABLE "VerificationToken"
                    ADD twice float8 GENERATED ALWAYS AS (spend * 2) STORED,
                    ADD number int GENERATED ALWAYS AS IDENTITY,
                    ADD at timestamp(3) NOT NULL DEFAULT now(), ADD gone int;
                    ALTER TABLE "VerificationToken" DROP gone
                    """
            )
            let catalog = try await CreatedDatabase.discover(database)
            let table = try #require(catalog.tables[.verificationToken])
            #expect(catalog.tables.count == 1)
            #expect(table.columns.count == 6)
            let token = try #require(catalog.column(.verificationToken, "token"))
            #expect(
                token == CatalogColumn(name: "token", typeOID: 25, type: "text", isRequired: true)
            )
            #expect(table.columns["twice"]?.isGenerated == true)
            #expect(table.columns["twice"]?.hasDefault == false)
            #expect(table.columns["number"]?.isGenerated == true)
            #expect(table.columns["at"]?.hasDefault == true)
            #expect(table.columns["at"]?.type == "timestamp(3) without time zone")
        }
    }

    @Test func `views, archives, partitions and tables without the columns do not count`()
        async throws
    {
        try await withEmpty { database in
            try await database.execute(
                script: """
                    \(keyTable("\"X_VerificationToken\""));
                    \(keyTable("\"X_DeletedVerificationToken\""));
                    CREATE VIEW "V_VerificationToken" AS SELECT * FROM "X_VerificationToken";
                    CREATE TABLE "O_VerificationToken" (token text, spend float8);
                    CREATE TABLE parted (token text, key_name text, spend float8)
                        PARTITION BY LIST (token);
                    CREATE TABLE "P_VerificationToken" PARTITION OF parted DEFAULT
                    """
            )
            let catalog = try await CreatedDatabase.discover(database)
            #expect(catalog.prefix.rawValue == "X_")
        }
    }

    @Test func `several under one schema are listed, and a prefix or schema chooses`()
        async throws
    {
        try await withEmpty { database in
            try await database.execute(
                script: """
                    CREATE SCHEMA other; \(keyTable("\"B_VerificationToken\""));
                    \(keyTable("\"A_VerificationToken\""));
                    \(keyTable("other.\"C_VerificationToken\""))
                    """
            )
            let error = await #expect(throws: SchemaError.self) {
                try await CreatedDatabase.discover(database)
            }
            #expect(error?.description.contains("public.A_VerificationToken, public.B_") == true)
            let chosen = try await CreatedDatabase.discover(database, prefix: TablePrefix("B_"))
            #expect(chosen.prefix.rawValue == "B_")
            let other = try await CreatedDatabase.discover(database, schema: SchemaName("other"))
            #expect(other.prefix.rawValue == "C_")
            #expect(other.quoted(.verificationToken) == "\"other\".\"C_VerificationToken\"")
        }
    }

    @Test func `none in the configured schema says where there are some`() async throws {
        try await withEmpty { database in
            try await database.execute(
                script: "CREATE SCHEMA other; \(keyTable("other.\"C_VerificationToken\""))"
            )
            let error = await #expect(throws: SchemaError.self) {
                try await CreatedDatabase.discover(database, schema: .public)
            }
            #expect(error?.description.contains("other.C_VerificationToken") == true)
            #expect(try await CreatedDatabase.discover(database).schema.rawValue == "other")
        }
    }

    @Test func `a select list reads the same from an old table and a new one`() async throws {
        try await withEmpty { database in
            try await database.execute(
                script: """
                    CREATE TABLE "X_VerificationToken" (
                        token varchar(64) PRIMARY KEY, key_name text, spend float8, tpm_limit int);
                    INSERT INTO "X_VerificationToken" VALUES ('k', 'sk', 1.5, 7)
                    """
            )
            let catalog = try await CreatedDatabase.discover(database)
            let list = SelectList(
                .verificationToken,
                ["token", "tpm_limit", "blocked", "models", "spend"],
                in: catalog
            )
            let rows = try await database.execute(
                "SELECT \(list.sql) FROM \(catalog.quoted(.verificationToken))"
            )
            let row = try rows.only()
            #expect(rows.columnNames == list.columns.map(\.name))
            #expect(try row.text(0) == "k")
            #expect(try row.int(1) == 7)
            #expect(try row.optionalBool(2) == nil)
            #expect(try row.optionalTextArray(3) == nil)
            #expect(try row.double(4) == 1.5)
        }
    }
}
