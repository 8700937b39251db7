import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Store
import UnixSignals
import Wire

/// The daemon: puts its parts together, and runs them until a signal or a failure ends it.
package struct SidecarDaemon {
    private let settings: Settings
    /// Reads the settings again, from where they came.
    private let load: @Sendable () throws -> LoadedSettings
    private let logger: Logger

    /// A daemon with these settings; `load` reads them again from where they came.
    package init(
        _ settings: Settings,
        load: @escaping @Sendable () throws -> LoadedSettings
    ) {
        self.settings = settings
        self.load = load
        logger = SidecarLogging.logger("sidecar", settings.process)
    }

    /// Runs until SIGTERM or SIGINT has been obeyed.
    /// - Throws: what keeps it from starting or going on; `StoreError`, `SocketFileError`.
    package func run() async throws {
        ProcessLimits.raiseDescriptors()
        ProcessLimits.forbidCoreFiles()
        let isPrivate = settings.database.url == nil
        let state = try StateDirectory(settings.stateDirectory, isShared: isPrivate)
        let server = PrivateServer(
            stateDirectory: state.path,
            userName: settings.database.privatePostgresUser,
            logger: logger
        )
        do {
            try await run(state, isPrivate ? server : nil, database(server))
        } catch {
            // The group of services stops it otherwise; without one it would go on without us.
            if isPrivate { try? await server.stop() }
            throw error
        }
        withExtendedLifetime(state) {}
    }

    private func run(
        _ state: StateDirectory,
        _ server: PrivateServer?,
        _ database: ConnectionString
    ) async throws {
        let store = try StoreSettings(settings, database: database)
        let parts = StoreParts(store, instance: state.instance, logger: logger)
        let authorizer = Authorizer(accounts: parts.accounts, rules: Authorizer.Rules(settings))
        let methods = SidecarMethods.all(
            SidecarMethods.Parts(
                accounts: parts.accounts,
                authorizer: authorizer,
                health: parts.health,
                loader: parts.keeper.loader,
                limits: settings.limits,
                connections: parts.connections
            )
        )
        let group = MultiThreadedEventLoopGroup(numberOfThreads: Self.eventLoops)
        let sockets: [SocketServer]
        do {
            sockets = try await openSockets(
                MethodTable(methods).describing(OpenRPCCommand.info),
                group
            )
        } catch {
            await parts.connections.shutdown()
            try? await group.shutdownGracefully()
            throw error
        }
        var services: [any Service] = server.map { [$0] } ?? []
        services += [parts.reader, parts.keeper]
        services.append(
            ReloadService(running: settings, authorizer: authorizer, load: load, logger: logger)
        )
        services += sockets.map {
            SocketService(server: $0, drainTimeout: settings.process.drainTimeout)
        }
        try await serve(services)
        await parts.connections.shutdown()
        try? await group.shutdownGracefully()
    }

    /// Sockets stop first, then what feeds them, the private server last.
    private func serve(_ services: [any Service]) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = settings.process.drainTimeout * 2
        logger.notice(
            "serving",
            metadata: .with([
                .path: "\(settings.socket)", .version: "\(SidecarVersion.text)",
            ])
        )
        try await ServiceGroup(configuration: configuration).run()
        logger.notice("stopped")
    }

    private func database(_ server: PrivateServer) async throws(StoreError) -> ConnectionString {
        guard let url = settings.database.url else {
            return try await PrivateDatabase.open(
                server,
                prefix: StoreSettings.tablePrefix(settings),
                logger: logger
            )
        }
        do {
            return try ConnectionString(url.reveal())
        } catch {
            throw StoreError(
                .misconfigured,
                "database_url: \(error.message)",
                field: "database_url"
            )
        }
    }

    private func openSockets(
        _ methods: MethodTable,
        _ group: any EventLoopGroup
    ) async throws -> [SocketServer] {
        var servers: [SocketServer] = []
        for configuration in try SocketConfiguration.both(settings) {
            let server = SocketServer(
                configuration,
                methods: methods,
                group: group,
                logger: logger
            )
            do throws(SocketFileError) {
                try await server.start()
            } catch {
                for server in servers { await server.shutdown(within: .zero) }
                throw error
            }
            servers.append(server)
        }
        return servers
    }

    /// Threads that serve sockets: a decision takes microseconds, so few are enough.
    private static let eventLoops = max(1, min(4, System.coreCount / 2))
}
