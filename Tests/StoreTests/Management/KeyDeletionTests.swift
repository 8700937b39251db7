import TestSupport
import Testing

@testable import Store

@Suite struct KeyDeletionTests {
    @Test(arguments: [ManagedDatabase.Origin.created, .createdUnderPrefix])
    func `a deleted key is archived with all that it had`(
        origin: ManagedDatabase.Origin
    ) async throws {
        try await ManagedDatabase.with(origin) { managed in
            let token = try await managed.make(
                "sk-archived",
                .alias("a"),
                KeySetting(.metadata, .json(#"{"a":1}"#), parameter: "metadata"),
                KeySetting(.models, .list(["m"]), parameter: "models")
            )
            let before = try await managed.value("to_jsonb(live)", of: token, alias: "live")
            _ = try await managed.keys.delete(.tokens([token]), by: "ada")
            let archive = managed.catalog.quoted(.deletedVerificationToken)
            let row = try await managed.database.execute(
                """
                SELECT id, deleted_at::text, deleted_by, ($1::jsonb @> shared), shared ? 'token'
                FROM \(archive) AS gone, LATERAL (
                    SELECT to_jsonb(gone) - '{id,deleted_at,deleted_by,deleted_by_api_key,
                        litellm_changed_by}'::text[]) AS t (shared)
                """,
                [.json(before)]
            ).only()
            #expect(try row.text(0).utf8.count == 36)
            #expect(try row.text(1) == "2026-12-01 09:30:00.125")
            #expect(try row.text(2) == "ada")
            #expect(try row.bool(3))
            #expect(try row.bool(4))
        }
    }

    @Test func `without an archive a key is deleted all the same`() async throws {
        try await ManagedDatabase.with(.spring2025) { managed in
            #expect(!managed.catalog.has(.deletedVerificationToken))
            let token = try await managed.make("sk-gone")
            _ = try await managed.keys.delete(.tokens([token]), by: nil)
            #expect(try await managed.value("token", of: token) == nil)
        }
    }

    @Test func `what cannot be archived is not deleted`() async throws {
        try await ManagedDatabase.with { managed in
            let archive = managed.catalog.quoted(.deletedVerificationToken)
            try await managed.database.execute(
                script: "ALTER TABLE \(archive) ADD COLUMN reason text NOT NULL"
            )
            let token = try await managed.make("sk-kept")
            let error = await storeError { () async throws(StoreError) in
                try await managed.keys.delete(.tokens([token]), by: nil)
            }
            #expect(error?.kind == .invalidValue)
            #expect(try await managed.value("token", of: token) == token.hex)
        }
    }

    @Test func `the answer says which keys are gone and which never were`() async throws {
        try await ManagedDatabase.with { managed in
            let first = try await managed.make("sk-first", .alias("one"))
            let second = try await managed.make("sk-second", .alias("two"))
            let unknown = TokenHash(ofKey: "sk-unknown")
            let byToken = try await managed.keys.delete(.tokens([unknown, first]), by: nil)
            #expect(byToken.deleted == [.init(token: first.hex, alias: "one")])
            #expect(byToken.missing == [unknown.hex])
            let byAlias = try await managed.keys.delete(.aliases(["one", "two"]), by: nil)
            #expect(byAlias.deleted == [.init(token: second.hex, alias: "two")])
            #expect(byAlias.missing == ["one"])
            let error = await storeError { () async throws(StoreError) in
                try await managed.keys.delete(.aliases(["one", "two"]), by: nil)
            }
            #expect(error?.kind == .notFound)
        }
    }

    @Test func `every key with an alias goes`() async throws {
        try await ManagedDatabase.with { managed in
            try await managed.make("sk-first")
            try await managed.make("sk-second")
            try await managed.database.execute("UPDATE \(managed.table) SET key_alias = 'same'")
            let deletion = try await managed.keys.delete(.aliases(["same"]), by: nil)
            #expect(deletion.deleted.count == 2)
            #expect(deletion.missing.isEmpty)
        }
    }

    @Test func `of two who delete a key at once, one did`() async throws {
        try await ManagedDatabase.with { managed in
            let token = try await managed.make("sk-twice")
            let deletions = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let error = await storeError { () async throws(StoreError) in
                            try await managed.keys.delete(.tokens([token]), by: nil)
                        }
                        return error == nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(deletions == 1)
            let archive = managed.catalog.quoted(.deletedVerificationToken)
            #expect(
                try await managed.database.value("SELECT count(*)::text FROM \(archive)") == "1"
            )
        }
    }
}
