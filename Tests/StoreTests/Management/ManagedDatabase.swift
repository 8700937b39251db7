import TestSupport

@testable import Store

/// A database with keys to manage, and what manages them.
struct ManagedDatabase: Sendable {
    let database: TestDatabase
    let connections: StoreConnections
    let accounts = Accounts(limits: AccountLimits())
    let catalog: Catalog

    var keys: KeyManagement {
        KeyManagement(connections: connections, accounts: accounts, clock: FixedClock())
    }

    /// The table of keys as it stands in SQL.
    var table: String { catalog.quoted(.verificationToken) }

    /// Where the tables come from.
    enum Origin: CaseIterable, Sendable {
        case created
        case createdUnderPrefix
        case spring2025
        case spring2025UnderPrefix
    }

    /// Runs a test on a copy of such a database.
    static func with<T>(
        _ origin: Origin = .created,
        _ body: (ManagedDatabase) async throws -> T
    ) async throws -> T {
        let server = try await TestPostgres.shared()
        let other = try TablePrefix("MishikaLLM_")
        let template =
            switch origin {
            case .created: try await created(on: server, .standard)
            case .createdUnderPrefix: try await created(on: server, other)
            case .spring2025: try await GenuineDatabase.template(on: server, .spring2025)
            case .spring2025UnderPrefix:
                try await GenuineDatabase.template(on: server, .spring2025, prefix: other)
            }
        return try await server.withDatabase(template: template) { database in
            let connections = StoreConnections(StoreSettings(database: database.connection))
            let catalog = try await connections.rediscover()
            let result = await Result { () async throws in
                try await body(
                    ManagedDatabase(
                        database: database,
                        connections: connections,
                        catalog: catalog
                    )
                )
            }
            await connections.shutdown()
            return try result.get()
        }
    }

    private static func created(
        on server: TestPostgres,
        _ prefix: TablePrefix
    ) async throws -> String {
        try await server.template("created \(prefix)") { database in
            let settings = database.settings
            try await OwnThread.run("create") { () throws(any Error) in
                try SchemaCreator.create(on: PostgresConnection(settings), prefix: prefix)
            }
        }
    }

    /// Makes a key with these settings.
    @discardableResult
    func make(_ key: String, _ settings: KeySetting...) async throws -> TokenHash {
        let token = TokenHash(ofKey: key)
        _ = try await keys.generate(NewKey(token: token, name: "sk-...test", settings: settings))
        return token
    }

    /// One value of the database, as text.
    func value(
        _ expression: String,
        of token: TokenHash,
        alias: String = "live"
    ) async throws -> String? {
        try await database.value(
            "SELECT (\(expression))::text FROM \(table) AS \(alias) WHERE token = $1",
            [.text(token.hex)]
        )
    }
}

extension KeySetting {
    static func alias(_ alias: String?) -> KeySetting {
        KeySetting(.keyAlias, .text(alias), parameter: "key_alias")
    }
}

extension Result where Failure == any Error {
    fileprivate init(catching body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}

/// The error that `body` ends with.
func storeError(_ body: () async throws(StoreError) -> some Any) async -> StoreError? {
    do throws(StoreError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
