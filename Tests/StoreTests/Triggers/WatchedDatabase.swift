import Store
import TestSupport

/// A database whose tables are watched, and what its triggers say.
struct WatchedDatabase {
    let database: TestDatabase
    let catalog: Catalog

    var channel: NoticeChannel { NoticeChannel(catalog) }

    /// Runs a test on a copy of one that our own `schema create` and `attach` made.
    static func with(_ body: (WatchedDatabase) async throws -> Void) async throws {
        let server = try await TestPostgres.shared()
        let template = try await server.template("watched") { database in
            try await CreatedDatabase.fill(database)
            _ = try await WatchedDatabase(database).attach()
        }
        try await server.withDatabase(template: template) { database in
            try await body(try await WatchedDatabase(database))
        }
    }

    /// The same before `attach`.
    static func withCreated(_ body: (WatchedDatabase) async throws -> Void) async throws {
        let server = try await TestPostgres.shared()
        try await server.withDatabase(template: CreatedDatabase.template(on: server)) {
            try await body(try await WatchedDatabase($0))
        }
    }

    /// Looks at a database that has the tables.
    init(
        _ database: TestDatabase,
        schema: SchemaName? = nil,
        prefix: TablePrefix? = nil
    ) async throws {
        self.database = database
        self.catalog = try await CreatedDatabase.discover(
            database,
            schema: schema,
            prefix: prefix
        )
    }

    /// Attaches with little patience.
    func attach(
        limits: InstallLimits = InstallLimits(
            lockTimeout: .milliseconds(200),
            attempts: 50,
            pause: .milliseconds(20)
        )
    ) async throws -> AttachOutcome {
        let installer = TriggerInstaller(catalog, limits: limits)
        return try await database.run { (connection) throws(PostgresError) in
            try installer.attach(on: connection)
        }
    }

    func check() async throws -> TriggerCheck {
        let installer = TriggerInstaller(catalog)
        return try await database.run { (connection) throws(PostgresError) in
            try installer.check(on: connection)
        }
    }

    func detach(
        unless objection: @escaping @Sendable (String, [CheckpointRow]) -> String? = { _, _ in nil }
    ) async throws -> DetachOutcome {
        let installer = TriggerInstaller(
            catalog,
            limits: InstallLimits(
                lockTimeout: .milliseconds(100),
                attempts: 2,
                pause: .milliseconds(10)
            )
        )
        return try await database.run { (connection) throws(PostgresError) in
            try installer.detach(on: connection, unless: objection)
        }
    }

    /// What a script raises: everything that arrives before a probe sent after it.
    ///
    /// Each script is a session's whole work; nil stands for a payload that does not decode.
    func notices(_ script: String, as role: String? = nil) async throws -> [NoticePayload?] {
        let settings = database.settings
        let channel = channel.name
        return try await OwnThread.run("notices") { () throws(PostgresError) in
            let listener = try PostgresConnection(settings)
            try listener.listen(channel)
            let writer = try PostgresConnection(settings)
            if let role { try writer.execute("SET ROLE \(role)") }
            for statement in script.split(separator: "\n") {
                try writer.execute(script: String(statement))
            }
            let probe = NoticePayload.probe("end")
            try listener.notify(channel, payload: probe.text)
            var payloads: [NoticePayload?] = []
            while true {
                let notices = try listener.waitForNotices(timeout: .seconds(10))
                if notices.isEmpty { throw PostgresError(.misuse, "the probe never came") }
                for notice in notices {
                    let payload = NoticePayload(notice.payload)
                    if payload == probe { return payloads }
                    payloads.append(payload)
                }
            }
        }
    }
}
