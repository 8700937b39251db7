import TestSupport
import Testing
import Wire

@testable import Sidecar
@testable import Store

/// The methods about keys over a database of their own, called as the admin socket calls them.
struct KeyDesk: Sendable {
    /// 2026-12-01T09:30:00.125Z.
    static let start = Timestamp(milliseconds: 1_796_117_400_125)

    static let masterKey = "sk-master-of-the-desk-0123456789"

    let database: TestDatabase
    let connections: StoreConnections
    let accounts: Accounts
    let catalog: Catalog
    private let methods: MethodTable

    private struct FixedClock: MomentSource {
        func now() -> Moment { Moment(wall: KeyDesk.start, monotonicNanoseconds: 0) }
    }

    /// Runs a test on tables that `schema create` made.
    static func with<T>(_ body: (KeyDesk) async throws -> T) async throws -> T {
        let server = try await TestPostgres.shared()
        let template = try await server.template("created") { database in
            let settings = database.settings
            try await OwnThread.run("create") { () throws(any Error) in
                try SchemaCreator.create(on: PostgresConnection(settings))
            }
        }
        return try await with(template, on: server, body)
    }

    /// Runs a test on the tables of an old proxy under another prefix.
    static func withOldProxy<T>(_ body: (KeyDesk) async throws -> T) async throws -> T {
        let server = try await TestPostgres.shared()
        let template = try await GenuineDatabase.template(
            on: server,
            .spring2025,
            prefix: TablePrefix("MishikaLLM_")
        )
        return try await with(template, on: server, body)
    }

    private static func with<T>(
        _ template: String,
        on server: TestPostgres,
        _ body: (KeyDesk) async throws -> T
    ) async throws -> T {
        try await server.withDatabase(template: template) { database in
            let connections = StoreConnections(StoreSettings(database: database.connection))
            let desk = KeyDesk(database, connections, try await connections.rediscover())
            do {
                let value = try await body(desk)
                await connections.shutdown()
                return value
            } catch {
                await connections.shutdown()
                throw error
            }
        }
    }

    private init(_ database: TestDatabase, _ connections: StoreConnections, _ catalog: Catalog) {
        self.database = database
        self.connections = connections
        self.catalog = catalog
        accounts = Accounts(limits: AccountLimits())
        methods = MethodTable(
            KeyMethods.all(
                connections: connections,
                accounts: accounts,
                clock: FixedClock(),
                isMaster: { $0 == TokenHash(ofKey: Self.masterKey) }
            )
        )
    }

    /// The table of keys as it stands in SQL.
    var table: String { catalog.quoted(.verificationToken) }

    /// Calls a method; its answer must be what its description says.
    @discardableResult
    func call(_ name: String, _ params: JSON) async throws(WireError) -> JSON {
        let method = try methods.method(name, for: .admin)
        let arguments = try Arguments(named: params.object ?? JSONObject(), for: method.descriptor)
        let caller = Caller(
            credentials: PeerCredentials(processID: 1, userID: 2, groupID: 3),
            role: .admin,
            connection: ConnectionLifetime(id: 1)
        )
        let result = try await method.handler(arguments, caller)
        #expect(throws: Never.self) { try method.descriptor.result.check(result, at: "result") }
        return result
    }

    /// The error that a call is answered with.
    func refusal(_ name: String, _ params: JSON) async -> WireError? {
        do throws(WireError) {
            _ = try await call(name, params)
            return nil
        } catch {
            return error
        }
    }

    /// One value of the only key's row, as text.
    func value(_ expression: String) async throws -> String? {
        try await database.value("SELECT (\(expression))::text FROM \(table)")
    }
}
