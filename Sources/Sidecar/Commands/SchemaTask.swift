import Store
import Wire

/// What the subcommands of `sidecar schema` do, on one connection to the database.
enum SchemaTask: Sendable {
    case create
    case attach
    case check
    case detach

    /// Does it, and prints what came of it as one line of JSON.
    /// - Throws: what is wrong with the settings, the database or its tables.
    static func perform(
        _ task: SchemaTask,
        _ options: SettingsOptions,
        _ surroundings: CommandSurroundings
    ) async throws(CommandFailure) {
        let settings = try options.load(surroundings).settings
        guard let url = settings.database.url else {
            throw .usage("name the database: --database-url, or better DATABASE_URL")
        }
        let outcome: SchemaOutcome
        do {
            outcome = try await run(task, settings, url.reveal()).get()
        } catch let error as SchemaError {
            throw CommandFailure(error)
        } catch let error as StoreError {
            throw CommandFailure(error)
        } catch {
            throw CommandFailure(.failed, "failed", "\(error)")
        }
        try surroundings.print(JSONWriter.string(outcome.report) + "\n")
        if let problem = outcome.problem { throw CommandFailure(.failed, "schema", problem) }
    }

    private static func run(
        _ task: SchemaTask,
        _ settings: Settings,
        _ url: String
    ) async throws(StoreError) -> Result<SchemaOutcome, SchemaError> {
        let store: StoreSettings
        do {
            store = try StoreSettings(settings, database: ConnectionString(url))
        } catch let error as PostgresError {
            throw StoreError(error)
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(.internalError, "\(error)")
        }
        let pool = PostgresPool(PostgresSettings(store.database), name: "sidecar-schema", size: 1)
        let outcome: Result<SchemaOutcome, SchemaError>
        do {
            outcome = try await pool.run { connection throws(PostgresError) in
                try ServerIdentity.read(connection).requireUsable()
                return Result { () throws(SchemaError) in
                    try work(task, store, settings.stateDirectory, connection)
                }
            }
        } catch {
            throw StoreError(error)
        }
        await pool.shutdown()
        return outcome
    }

    private static func work(
        _ task: SchemaTask,
        _ settings: StoreSettings,
        _ stateDirectory: String,
        _ connection: PostgresConnection
    ) throws(SchemaError) -> SchemaOutcome {
        if task == .create {
            try SchemaCreator.create(
                on: connection,
                schema: settings.schema ?? .public,
                prefix: settings.tablePrefix ?? .standard
            )
            return SchemaOutcome(report: ["created": .int(Int64(TableName.created.count))])
        }
        let catalog = try SchemaDiscovery.discover(
            on: connection,
            schema: settings.schema,
            prefix: settings.tablePrefix
        )
        let installer = TriggerInstaller(catalog)
        do throws(PostgresError) {
            switch task {
            case .attach: return SchemaOutcome(try installer.attach(on: connection))
            case .check: return SchemaOutcome(try installer.check(on: connection))
            case .detach:
                let outcome = try installer.detach(on: connection) { databaseID, checkpoints in
                    UnbookedSpend.reason(stateDirectory, databaseID, checkpoints)
                }
                return SchemaOutcome(outcome)
            case .create: preconditionFailure("created above")
            }
        } catch {
            throw .database(error)
        }
    }
}
