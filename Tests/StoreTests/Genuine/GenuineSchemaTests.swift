import Store
import TestSupport
import Testing

@Suite("On the proxy's own migrations")
struct GenuineSchemaTests {
    /// Every release under both prefixes.
    private static let variants = GenuineDatabase.Release.allCases.flatMap { release in
        ["LiteLLM_", "MishikaLLM_"].map { (release, $0) }
    }

    @Test(arguments: variants)
    func `tables are found, watched, and left without trace`(
        release: GenuineDatabase.Release,
        prefix: String
    ) async throws {
        let prefix = try TablePrefix(prefix)
        let server = try await TestPostgres.shared()
        try await GenuineDatabase.with(on: server, release, prefix: prefix) { database in
            let watched = try await WatchedDatabase(database)
            #expect(watched.catalog.prefix == prefix)
            #expect(watched.catalog.schema == .public)
            #expect(Set(TableName.managed).isSubset(of: watched.catalog.tables.keys))
            #expect(watched.catalog.has(.modelTable))
            #expect(!watched.catalog.isOurs)
            let before = try await CatalogDump(database)
            guard case .attached(let report) = try await watched.attach() else {
                Issue.record("not attached")
                return
            }
            #expect(Set(report.tables.keys) == Set(watched.catalog.cachedTables))
            #expect(try await watched.check().isRight)
            try await expectNotices(watched)
            _ = try await watched.detach()
            try await database.execute("DELETE FROM \(watched.catalog.quoted(.teamTable))")
            #expect(try await CatalogDump(database) == before)
        }
    }

    private func expectNotices(_ watched: WatchedDatabase) async throws {
        let keys = watched.catalog.quoted(.verificationToken)
        let teams = watched.catalog.quoted(.teamTable)
        let models = watched.catalog.quoted(.modelTable)
        let raised = try await watched.notices(
            """
            INSERT INTO \(keys) (token) VALUES ('k1')
            UPDATE \(keys) SET spend = 1
            UPDATE \(keys) SET token = 'k2', blocked = true
            INSERT INTO \(models) (id, aliases, created_by, updated_by) VALUES (5, '{}', 'x', 'x')
            INSERT INTO \(teams) (team_id, model_id) VALUES ('t1', 5)
            DELETE FROM \(models)
            """
        )
        #expect(
            raised == [
                .row(.verificationToken, key: ["k1"]),
                .moved(.verificationToken, from: ["k1"], to: ["k2"]),
                .row(.modelTable, key: ["5"]), .row(.teamTable, key: ["t1"]),
                .row(.modelTable, key: ["5"]), .row(.teamTable, key: ["t1"]),
            ]
        )
    }

    @Test(arguments: ["LiteLLM_", "MishikaLLM_"])
    func `later migrations apply with triggers attached, and new tables are named`(
        prefix: String
    ) async throws {
        let prefix = try TablePrefix(prefix)
        let server = try await TestPostgres.shared()
        try await GenuineDatabase.with(on: server, .autumn2025, prefix: prefix) { database in
            let watched = try await WatchedDatabase(database)
            _ = try await watched.attach()
            let applied = Set(try await Migrations.of(.autumn2025).map(\.name))
            let later = try await Migrations.of(.newest).filter { !applied.contains($0.name) }
            #expect(later.count == 220 - 42)
            try await GenuineDatabase.apply(later, to: database, prefix: prefix)

            let problems = try await watched.check().health.problems(against: watched.catalog)
            let new: [TableName] = [.deprecatedVerificationToken, .accessGroupTable]
            #expect(Set(problems) == Set(new.map(TriggerProblem.appeared)))
            let updated = try await WatchedDatabase(database)
            #expect(updated.catalog.has(.verificationToken, "total_spend"))
            #expect(!watched.catalog.has(.verificationToken, "total_spend"))
            guard case .attached(let report) = try await updated.attach() else {
                Issue.record("not attached")
                return
            }
            #expect(Set(report.tables.filter { $0.value == .installed }.keys) == Set(new))
            #expect(try await updated.check().isRight)
        }
    }

    @Test func `the tables that we make are like those that the migrations make`() async throws {
        let server = try await TestPostgres.shared()
        let ours = try await server.makeDatabase(template: CreatedDatabase.template(on: server))
        let theirs = try await GenuineDatabase.make(on: server, .newest)
        for table in TableName.created {
            let name = TablePrefix.standard.name(of: table)
            for (kind, sql) in TableDescription.queries {
                let expected = try await lines(theirs, sql, name)
                #expect(try await lines(ours, sql, name) == expected, "\(kind) of \(name)")
            }
        }
        try await ours.drop()
        try await theirs.drop()
    }

    private func lines(
        _ database: TestDatabase,
        _ sql: String,
        _ table: String
    ) async throws -> [String] {
        try await database.execute(sql, [.text(table)]).map { try $0.text(0) }
    }

    @Test func `every column that we know of a read-only table is there`() async throws {
        let server = try await TestPostgres.shared()
        try await GenuineDatabase.with(on: server, .newest) { database in
            let catalog = try await CreatedDatabase.discover(database)
            for table in TableName.allCases {
                for column in table.definition.columns {
                    let present = catalog.column(table, column.name)
                    #expect(present?.type == column.type.rawValue, "\(table).\(column.name)")
                    #expect(present?.isRequired == column.isRequired, "\(table).\(column.name)")
                }
            }
        }
    }
}
