import Store
import TestSupport
import Testing

@Suite struct AccessGroupReadingTests {
    private static let token = TokenHash(ofKey: "sk-of-a-group")

    /// The one group of a database as its columns are now.
    private func group(_ database: TestDatabase) async throws -> AccessGroupRow? {
        try await database.run { connection throws(PostgresError) in
            let catalog = try SchemaDiscovery.catalog(
                on: connection,
                schema: .public,
                prefix: .standard
            )
            let groups: [AccessGroupRow] = try TableReader(catalog: catalog)
                .rows(["g"], on: connection)
            return groups.first
        }
    }

    @Test func `whom a group was given to is read where the tables say it`() async throws {
        let server = try await TestPostgres.shared()
        try await GenuineDatabase.with(on: server, .newest) { database in
            try await database.execute(
                """
                INSERT INTO "LiteLLM_AccessGroupTable" (access_group_id, access_group_name,
                    access_model_names, assigned_team_ids, assigned_key_ids, updated_at)
                VALUES ('g', 'group', '{m}', '{t,NULL}', ARRAY[$1, 'no token'], now())
                """,
                [.text(Self.token.hex)]
            )
            let read = try await group(database)
            #expect(read?.modelNames == ["m"])
            #expect(read?.teamIDs == ["t"])
            #expect(read?.keys == [Self.token])
            try await database.execute(
                script: """
                    ALTER TABLE "LiteLLM_AccessGroupTable"
                        DROP COLUMN assigned_team_ids, DROP COLUMN assigned_key_ids
                    """
            )
            let older = try await group(database)
            #expect(older?.modelNames == ["m"])
            #expect(older?.teamIDs == [])
            #expect(older?.keys == [])
        }
    }

    @Test func `a group is assigned by the token or by the team, to the byte`() {
        var key = KeyRow(token: Self.token)
        var group = AccessGroupRow(accessGroupID: "g", modelNames: [])
        #expect(!group.isAssigned(to: key))
        group.teamIDs = ["caf\u{e9}"]
        #expect(!group.isAssigned(to: key))
        key.teamID = "cafe\u{301}"
        #expect(!group.isAssigned(to: key))
        key.teamID = "caf\u{e9}"
        #expect(group.isAssigned(to: key))
        key.teamID = nil
        group.keys = [Self.token]
        #expect(group.isAssigned(to: key))
    }
}
