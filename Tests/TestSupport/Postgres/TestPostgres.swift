package import Store

/// A throw-away Postgres server of the test run, with databases made on demand.
///
/// It listens on a Unix socket below /tmp, is started as the user `postgres` when the tests run as
/// root, and disappears with the test process, however that ends.
package final class TestPostgres: Sendable {
    package let cluster: Cluster
    private let directory: String
    private let settings: [String: String]
    private let guardian: ServerGuard
    private let templates: TemplateDatabases

    /// The server that all tests of this process share, and none may stop.
    package static func shared() async throws -> TestPostgres {
        try await SharedServer.instance.server()
    }

    /// Makes a server for one test, which may do with it what it likes.
    /// - Parameters:
    ///   - settings: Server settings on top of the fast ones.
    ///   - rules: Lines that go before those in pg_hba.conf, which trust the local socket.
    /// - Returns: The running server.
    /// - Throws: When no server is installed or it does not start.
    package static func start(
        settings: [String: String] = [:],
        rules: [String] = []
    ) async throws -> TestPostgres {
        let server = try await TestPostgres(settings: settings) { cluster in
            try cluster.initialize(extra: ["--no-sync"])
        }
        if !rules.isEmpty { try await server.prepend(rules: rules) }
        try await server.start()
        return server
    }

    /// Makes a hot standby of this server, which follows it until either ends.
    package func makeStandby() async throws -> TestPostgres {
        let primary = cluster
        let standby = try await TestPostgres(settings: settings) { cluster in
            let outcome = try cluster.run([
                cluster.binaries.path("pg_basebackup"), "--host=\(primary.socketDirectory)",
                "--port=\(Cluster.port)", "--username=\(Cluster.superuser)",
                "--pgdata=\(cluster.dataDirectory)", "--write-recovery-conf",
                "--checkpoint=fast", "--no-sync",
            ])
            guard outcome.isSuccess else { throw TestPostgresError(outcome.output) }
        }
        try await standby.start()
        return standby
    }

    private init(
        settings: [String: String],
        _ fill: @escaping @Sendable (Cluster) throws -> Void
    ) async throws {
        let user = UserAccount.isRoot ? UserAccount(named: "postgres") : nil
        let directory = TestDirectory.name("pg")
        let binaries = try await OwnThread.run("find-postgres") {
            () throws(PrivateServerError) in try ServerBinaries.find()
        }
        cluster = Cluster(
            binaries: binaries,
            dataDirectory: "\(directory)/data",
            socketDirectory: directory,
            user: user
        )
        self.directory = directory
        self.settings = TestPostgres.fast.merging(settings) { $1 }
        guardian = try ServerGuard(dataDirectory: cluster.dataDirectory, removing: directory)
        templates = TemplateDatabases()
        let cluster = cluster
        try await OwnThread.run("initdb") { () throws(any Error) in
            try FileTree.makeDirectory(directory, mode: 0o700, owner: user)
            try fill(cluster)
        }
    }

    deinit {
        guardian.release()
    }

    /// Stops the server, of which only a later start would find anything.
    package func dispose() async {
        try? await stop(.immediate)
        guardian.release()
    }

    /// Starts the server after `stop`.
    package func start() async throws {
        try await OwnThread.run("pg_ctl") { [cluster, settings] () throws(PrivateServerError) in
            try cluster.start(settings: settings)
        }
    }

    /// Stops the server; `.immediate` is like a crash of all its processes.
    package func stop(_ mode: Cluster.StopMode = .fast) async throws {
        try await OwnThread.run("pg_ctl") { [cluster] () throws(PrivateServerError) in
            try cluster.stop(mode)
        }
    }

    /// How to reach one of its databases.
    package func connection(database: String = "postgres") -> ConnectionString {
        cluster.connection(database: database)
    }

    /// Makes a database, empty or as a copy of a template.
    package func makeDatabase(template: String = "template0") async throws -> TestDatabase {
        let name = TestDirectory.uniqueName("t")
        try await administer("CREATE DATABASE \(name) TEMPLATE \(template)")
        return TestDatabase(self, name: name)
    }

    /// Runs a test with a database of its own, which is dropped afterwards.
    package func withDatabase<T>(
        template: String = "template0",
        _ body: (TestDatabase) async throws -> T
    ) async throws -> T {
        let database = try await makeDatabase(template: template)
        do {
            let value = try await body(database)
            try await database.drop()
            return value
        } catch {
            try? await database.drop()
            throw error
        }
    }

    /// The name of a template database, which is built once per server.
    package func template(
        _ key: String,
        build: @escaping @Sendable (TestDatabase) async throws -> Void
    ) async throws -> String {
        try await templates.name(key) { [self] in
            let database = try await makeDatabase()
            try await build(database)
            await database.close()
            return database.name
        }
    }

    /// Ends sessions from outside, as an administrator would.
    /// - Parameters:
    ///   - condition: What to look for in pg_stat_activity.
    ///   - parameters: What it refers to as $1, $2, ….
    /// - Returns: How many were ended.
    /// - Throws: `PostgresError`.
    @discardableResult
    package func terminateSessions(
        where condition: String = "true",
        _ parameters: [PostgresValue] = []
    ) async throws -> Int {
        try await administer(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE pid <> pg_backend_pid() AND backend_type = 'client backend' AND (\(condition))
            """,
            parameters
        ).count
    }

    /// Runs one statement as superuser in the database `postgres`, on a connection of its own.
    @discardableResult
    package func administer(
        _ sql: String,
        _ parameters: [PostgresValue] = []
    ) async throws -> ResultRows {
        let settings = PostgresSettings(connection())
        return try await OwnThread.run("administer") { () throws(PostgresError) in
            try PostgresConnection(settings).execute(sql, parameters)
        }
    }

    private func prepend(rules: [String]) async throws {
        let script = "f=$1/pg_hba.conf; shift; { printf '%s\\n' \"$@\"; cat \"$f\"; } > \"$f.new\""
        let command =
            ["sh", "-c", "\(script) && mv \"$f.new\" \"$f\"", "sh", cluster.dataDirectory] + rules
        let outcome = try await OwnThread.run("pg_hba") { [cluster] () throws(PrivateServerError) in
            try cluster.run(command)
        }
        guard outcome.isSuccess else { throw TestPostgresError(outcome.output) }
    }

    /// Nothing here has to survive a power failure.
    private static let fast = [
        "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
        "max_connections": "500", "shared_buffers": "64MB", "timezone": "Europe/Berlin",
    ]
}
