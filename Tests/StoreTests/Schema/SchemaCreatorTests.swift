import Store
import TestSupport
import Testing

@Suite("Making the tables")
struct SchemaCreatorTests {
    private func withEmpty(_ body: (TestDatabase) async throws -> Void) async throws {
        try await TestPostgres.shared().withDatabase(body)
    }

    @Test func `under the longest prefix everything is made, with uncut names`() async throws {
        let prefix = try TablePrefix(String(repeating: "p", count: 36))
        try await withEmpty { database in
            try await CreatedDatabase.fill(database, prefix: prefix)
            let catalog = try await CreatedDatabase.discover(database)
            #expect(Set(catalog.tables.keys) == Set(TableName.created))
            #expect(catalog.isOurs, "no proxy made them")
            let indexes = TableName.created.map { $0.definition.indexes.count + 1 }.reduce(0, +)
            let made = try await database.value(
                "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'"
            )
            #expect(made == String(indexes))
        }
    }

    @Test func `a database that has the tables is refused and keeps them as they are`()
        async throws
    {
        try await withEmpty { database in
            try await CreatedDatabase.fill(database)
            let before = try await CatalogDump(database)
            for (schema, prefix) in [("public", "LiteLLM_"), ("public", "X_"), ("y", "LiteLLM_")] {
                let error = await #expect(throws: SchemaError.self) {
                    try await CreatedDatabase.fill(
                        database,
                        schema: SchemaName(schema),
                        prefix: TablePrefix(prefix)
                    )
                }
                guard case .alreadyThere(let names) = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
                #expect(names.contains("public.LiteLLM_VerificationToken"))
            }
            #expect(try await CatalogDump(database) == before)
        }
    }

    @Test func `any relation of one of our names stands in the way`() async throws {
        try await withEmpty { database in
            try await database.execute("CREATE VIEW \"X_TeamTable\" AS SELECT 1")
            let error = await #expect(
                throws: SchemaError.incomplete(found: ["public.X_TeamTable"])
            ) {
                try await CreatedDatabase.fill(database, prefix: TablePrefix("X_"))
            }
            #expect(error?.description.contains("Drop them") == true)
        }
    }

    @Test func `what was cut off is named, and once it is dropped the tables are made`()
        async throws
    {
        try await withEmpty { database in
            try await CreatedDatabase.fill(database)
            try await database.execute("DROP TABLE \"LiteLLM_VerificationToken\" CASCADE")
            let error = await #expect(throws: SchemaError.self) {
                try await CreatedDatabase.fill(database)
            }
            guard case .incomplete(let found) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(found.count == TableName.created.count - 1)
            let list = TableName.created.map { "\"LiteLLM_\($0.rawValue)\"" }
            try await database.execute(
                "DROP TABLE IF EXISTS \(list.joined(separator: ", ")) CASCADE"
            )
            try await CreatedDatabase.fill(database)
        }
    }

    @Test func `other tables stand in the way, those of an extension do not`() async throws {
        try await withEmpty { database in
            try await database.execute("CREATE TABLE orders (id int)")
            await #expect(throws: SchemaError.occupied(.public, by: ["orders"])) {
                try await CreatedDatabase.fill(database)
            }
            try await CreatedDatabase.fill(database, schema: SchemaName("proxy"))
        }
        try await withEmpty { database in
            try await database.execute("CREATE VIEW belongs AS SELECT 1")
            try await database.execute("ALTER EXTENSION plpgsql ADD VIEW belongs")
            try await CreatedDatabase.fill(database)
        }
    }

    @Test func `a failure in the middle leaves nothing`() async throws {
        try await withEmpty { database in
            // The type that CREATE TABLE makes beside the last table has that name.
            try await database.execute("CREATE TYPE \"LiteLLM_DailyTagSpend\" AS ENUM ('x')")
            let before = try await CatalogDump(database)
            let error = await #expect(throws: SchemaError.self) {
                try await CreatedDatabase.fill(database)
            }
            guard case .database = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await CatalogDump(database) == before)
        }
    }

    @Test func `a role that may not make tables is told so`() async throws {
        let role = TestDirectory.uniqueName("r")
        try await withEmpty { database in
            try await database.execute("CREATE ROLE \(role) LOGIN")
            let settings = PostgresSettings(database.connection.with("user", role))
            let error = await #expect(throws: SchemaError.self) {
                try await OwnThread.run("create") { () throws(any Error) in
                    try SchemaCreator.create(on: PostgresConnection(settings))
                }
            }
            guard case .notPermitted(let detail) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(detail.contains("permission denied"))
            try await database.execute("DROP ROLE \(role)")
        }
    }
}
