import TestSupport
import Testing

@testable import Store

@Suite struct KeyManagementTests {
    private static let key = "sk-management-0123456789"

    @Test(arguments: ManagedDatabase.Origin.allCases)
    func `a key lives from its making to its end`(origin: ManagedDatabase.Origin) async throws {
        try await ManagedDatabase.with(origin) { managed in
            let keys = managed.keys
            let token = TokenHash(ofKey: Self.key)
            let made = try await keys.generate(
                NewKey(
                    token: token,
                    name: "sk-...6789",
                    settings: [
                        .alias("a"),
                        KeySetting(
                            .models,
                            .list(["gpt-4o", "a \"b\", {c}"]),
                            parameter: "models"
                        ),
                        KeySetting(.metadata, .json(#"{"a":[1]}"#), parameter: "metadata"),
                        KeySetting(.maxBudget, .dollars(0.1), parameter: "max_budget"),
                        KeySetting(.requestsPerMinute, .count(7), parameter: "rpm_limit"),
                        KeySetting(.keyType, .text("llm_api"), parameter: nil),
                    ]
                )
            )
            #expect(made.token == token.hex)
            #expect(try await keys.get(.token(token)) == made)
            #expect(try await keys.get(.alias("a")) == made)
            #expect(try await managed.value("models[2]", of: token) == "a \"b\", {c}")
            #expect(try await managed.value("metadata", of: token) == #"{"a": [1]}"#)
            #expect(try await managed.value("max_budget", of: token) == "0.1")
            #expect(try await managed.value("created_at", of: token) == "2026-12-01 09:30:00.125")
            _ = try await keys.update(token, [.alias("b")])
            #expect(try await managed.value("key_alias", of: token) == "b")
            #expect(try await managed.value("rpm_limit", of: token) == "7")
            _ = try await keys.setBlocked(token, true, by: [])
            #expect(try await managed.value("blocked", of: token) == "true")
            let deletion = try await keys.delete(.tokens([token]), by: "ada")
            #expect(deletion.deleted == [KeyDeletion.Deleted(token: token.hex, alias: "b")])
            #expect(
                await storeError { () async throws(StoreError) in
                    try await keys.get(.token(token))
                }?.kind == .notFound
            )
        }
    }

    @Test func `a token is made once`() async throws {
        try await ManagedDatabase.with { managed in
            let token = try await managed.make(Self.key, .alias("first"))
            let error = await storeError { () async throws(StoreError) in
                try await managed.keys.generate(NewKey(token: token, name: "n", settings: []))
            }
            #expect(error?.kind == .conflict)
            #expect(error?.field == "key")
            #expect(try await managed.value("key_alias", of: token) == "first")
        }
    }

    @Test func `of many that ask for an alias at once, exactly one gets it`() async throws {
        try await ManagedDatabase.with { managed in
            // Two daemons, each with connections of its own.
            let other = StoreConnections(StoreSettings(database: managed.database.connection))
            _ = try await other.rediscover()
            let rival = KeyManagement(connections: other, accounts: managed.accounts)
            let made = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<16 {
                    let keys = number.isMultiple(of: 2) ? managed.keys : rival
                    group.addTask {
                        let key = NewKey(
                            token: TokenHash(ofKey: "sk-rival-\(number)"),
                            name: "n",
                            settings: [.alias("wanted")]
                        )
                        let error = await storeError { () async throws(StoreError) in
                            try await keys.generate(key)
                        }
                        if let error {
                            #expect(error.kind == .conflict)
                            #expect(error.field == "key_alias")
                        }
                        return error == nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            await other.shutdown()
            #expect(made == 1)
            let count = try await managed.database.value(
                "SELECT count(*)::text FROM \(managed.table) WHERE key_alias = 'wanted'"
            )
            #expect(count == "1")
        }
    }

    @Test func `who asks for an alias waits for whoever is about to get it`() async throws {
        try await ManagedDatabase.with { managed in
            let sql = KeySQL(catalog: managed.catalog)
            let (isHeld, holding) = AsyncStream.makeStream(of: Void.self)
            async let rival: Void = managed.database.run { connection throws(PostgresError) in
                try connection.transaction { connection throws(PostgresError) in
                    try connection.execute(sql.lockAlias, [.text("wanted")])
                    try connection.execute(
                        sql.insert([.token, .keyAlias]),
                        [.text("rival"), .text("wanted")]
                    )
                    holding.finish()
                    // Bounded, so that a rival who need not wait makes the test fail, not hang.
                    for _ in 0..<20_000 {
                        if try !connection.execute(Self.waiting).isEmpty { break }
                    }
                }
            }
            for await _ in isHeld {}
            let error = await storeError { () async throws(StoreError) in
                try await managed.keys.generate(
                    NewKey(token: TokenHash(ofKey: "k"), name: "n", settings: [.alias("wanted")])
                )
            }
            try await rival
            #expect(error?.kind == .conflict)
        }
    }

    /// Somebody in this database who waits for an advisory lock.
    private static let waiting = """
        SELECT 1 FROM pg_locks JOIN pg_database AS here ON here.oid = pg_locks.database
        WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
        """

    @Test func `an alias is taken for others alone`() async throws {
        try await ManagedDatabase.with { managed in
            let first = try await managed.make("sk-first", .alias("one"))
            let second = try await managed.make("sk-second", .alias("two"))
            _ = try await managed.keys.update(first, [.alias("one")])
            let error = await storeError { () async throws(StoreError) in
                try await managed.keys.update(second, [.alias("one")])
            }
            #expect(error?.kind == .conflict)
            #expect(error?.field == "key_alias")
            #expect(try await managed.value("key_alias", of: second) == "two")
            _ = try await managed.keys.update(first, [.alias(nil)])
            _ = try await managed.keys.update(second, [.alias("one")])
        }
    }

    @Test(arguments: ManagedDatabase.Origin.allCases)
    func `a reference to nothing names its column`(origin: ManagedDatabase.Origin) async throws {
        try await ManagedDatabase.with(origin) { managed in
            for column in [KeyColumn.budgetID, .organizationID] {
                let setting = KeySetting(column, .text("nowhere"), parameter: column.rawValue)
                let error = await storeError { () async throws(StoreError) in
                    try await managed.keys.generate(
                        NewKey(token: TokenHash(ofKey: "k"), name: "n", settings: [setting])
                    )
                }
                #expect(error?.kind == .invalidValue)
                #expect(error?.field == column.rawValue)
                #expect(error?.message == "`\(column.rawValue)` names nothing that exists.")
            }
            // Nothing in the database forbids these.
            try await managed.make(
                "sk-orphan",
                KeySetting(.teamID, .text("nowhere"), parameter: "team_id"),
                KeySetting(.userID, .text("nobody"), parameter: "user_id")
            )
        }
    }

    @Test func `a column that the database lacks is refused to callers and left out by us`()
        async throws
    {
        try await ManagedDatabase.with { managed in
            try await managed.database.execute(
                script: """
                    ALTER TABLE \(managed.table) DROP COLUMN allowed_routes,
                        DROP COLUMN settings_updated_at, DROP COLUMN organization_id
                    """
            )
            _ = try await managed.connections.rediscover()
            let token = try await managed.make("sk-older")
            _ = try await managed.keys.setBlocked(token, true, by: [])
            let routes = KeySetting(.allowedRoutes, .list(["a"]), parameter: "key_type")
            let refused = await storeError { () async throws(StoreError) in
                try await managed.keys.update(token, [routes])
            }
            #expect(refused?.kind == .invalidValue)
            #expect(refused?.field == "key_type")
            #expect(refused?.message.contains("`allowed_routes`") == true)
            let filter = KeyFilter(equal: [.organizationID: "o"])
            let unfiltered = await storeError { () async throws(StoreError) in
                try await managed.keys.list(filter, page: 1, size: 1)
            }
            #expect(unfiltered?.field == "organization_id")
        }
    }

    @Test func `a change marks when it was made`() async throws {
        try await ManagedDatabase.with { managed in
            let token = try await managed.make("sk-marked")
            try await managed.database.execute(
                "UPDATE \(managed.table) SET updated_at = NULL, created_at = NULL"
            )
            #expect(try await managed.value("settings_updated_at", of: token) == nil)
            let author = KeySetting(.updatedBy, .text("ada"), parameter: "updated_by")
            _ = try await managed.keys.setBlocked(token, false, by: [author])
            #expect(
                try await managed.value("updated_at = settings_updated_at", of: token) == "true"
            )
            #expect(try await managed.value("updated_at", of: token) == "2026-12-01 09:30:00.125")
            #expect(try await managed.value("created_at", of: token) == nil)
            #expect(try await managed.value("updated_by", of: token) == "ada")
        }
    }

    @Test func `an alias that several keys have shows none of them`() async throws {
        try await ManagedDatabase.with { managed in
            try await managed.make("sk-first")
            try await managed.make("sk-second")
            try await managed.database.execute("UPDATE \(managed.table) SET key_alias = 'same'")
            let error = await storeError { () async throws(StoreError) in
                try await managed.keys.get(.alias("same"))
            }
            #expect(error?.kind == .conflict)
        }
    }

    @Test func `the key in memory is marked by each change`() async throws {
        try await ManagedDatabase.with { managed in
            let token = TokenHash(ofKey: Self.key)
            func isMarked() -> Bool {
                managed.accounts.update { cache, _ in cache.takeReads(of: KeyRow.self) }?.ids
                    == [token]
            }
            try await managed.make(Self.key)
            #expect(isMarked())
        }
    }
}
