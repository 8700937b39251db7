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
        logger = SidecarLogging.logger("sidecar")
    }

    /// Runs until SIGTERM or SIGINT has been obeyed, which can be before it serves.
    /// - Throws: what keeps it from starting or going on; `StoreError`, `SocketFileError`.
    package func run() async throws {
        let stop = await StopSignal()
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { await stop.run() }
            defer { tasks.cancelAll() }
            try await run(until: stop)
        }
    }

    private func run(until stop: StopSignal) async throws {
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
            if !isPrivate {
                try await run(state, nil, nil, until: stop)
            } else if let database = try await open(server, unless: stop) {
                try await run(state, server, database, until: stop)
            } else {
                try await server.stop()
                logger.notice("stopped before it was started")
            }
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
        _ privateDatabase: ConnectionString?,
        until stop: StopSignal
    ) async throws {
        let store = try StoreSettings(settings, privateDatabase: privateDatabase)
        var parts = StoreParts(store, logger: logger)
        let spend = try await SpendParts.open(settings, state, parts, logger: logger)
        let running = RunningSettings(settings)
        let authorizer = Authorizer(accounts: parts.accounts, rules: Authorizer.Rules(settings))
        let due = dueResets(parts, authorizer)
        parts.keeper.databaseReached = { () async throws(StoreError) in
            await due.databaseReached()
            try await spend.flusher.databaseReached()
        }
        let health = health(parts, spend, authorizer, state)
        let methods = methods(parts, spend, health, authorizer, running)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: Self.eventLoops)
        let end = { @Sendable [connections = parts.connections] in
            await spend.limits.finish()
            await connections.shutdown()
            try? await group.shutdownGracefully()
        }
        do {
            await spend.limits.begin()
            let sockets = try await openSockets(
                MethodTable(methods).describing(OpenRPCCommand.info),
                group
            )
            health.sockets.serve(sockets)
            var services: [any Service] = server.map { [$0] } ?? []
            services += [
                spend.limits, spend, parts.reader, parts.keeper, spend.moves,
                due, resets(parts, running, isPrivate: server != nil),
                refresh(parts, authorizer, running),
            ]
            let reload = Reload(
                running: running,
                authorizer: authorizer,
                store: parts,
                spend: spend,
                sockets: sockets,
                privateDatabase: privateDatabase
            )
            services.append(ReloadService(reload: reload, load: load, logger: logger))
            try await serve(services, sockets, running, until: stop)
        } catch {
            await end()
            throw error
        }
        await end()
    }

    private func health(
        _ parts: StoreParts,
        _ spend: SpendParts,
        _ authorizer: Authorizer,
        _ state: StateDirectory
    ) -> HealthSource {
        HealthSource(
            accounts: parts.accounts,
            connections: parts.connections,
            keeper: parts.status,
            journal: spend.journal,
            flusher: spend.flusher,
            instance: state.instance
        ) { authorizer.sharedRows.globalBudgetUser }
    }

    private func refresh(
        _ parts: StoreParts,
        _ authorizer: Authorizer,
        _ running: RunningSettings
    ) -> SpendRefreshService {
        SpendRefreshService(accounts: parts.accounts, logger: logger) {
            SpendRefreshService.Terms(
                interval: running.current.freshness.spendRefresh,
                proxyUser: authorizer.proxyUserID.map { TextID($0) }
            )
        }
    }

    private func dueResets(_ parts: StoreParts, _ authorizer: Authorizer) -> DueResetService {
        DueResetService(
            accounts: parts.accounts,
            connections: parts.connections,
            logger: logger
        ) { authorizer.sharedRows }
    }

    private func resets(
        _ parts: StoreParts,
        _ running: RunningSettings,
        isPrivate: Bool
    ) -> ResetService {
        let connections = parts.connections
        let terms = ResetTerms(running) { isPrivate || connections.catalog?.isOurs == true }
        return ResetService(
            accounts: parts.accounts,
            connections: connections,
            logger: logger
        ) { terms.current }
    }

    private func methods(
        _ parts: StoreParts,
        _ spend: SpendParts,
        _ health: HealthSource,
        _ authorizer: Authorizer,
        _ running: RunningSettings
    ) -> [Method] {
        SidecarMethods.all(
            SidecarMethods.Parts(
                accounts: parts.accounts,
                authorizer: authorizer,
                health: health,
                loader: parts.keeper.loader,
                settings: running,
                connections: parts.connections,
                spend: spend
            )
        )
    }

    /// Sockets stop first, then what feeds them, the private server last.
    ///
    /// - Parameters:
    ///   - services: in the order of their start.
    ///   - sockets: they come last.
    ///   - running: says how long they may take to end.
    ///   - stop: begins the end, which may take twice the drain timeout.
    /// - Throws: what ended one of them.
    private func serve(
        _ services: [any Service],
        _ sockets: [SocketServer],
        _ running: RunningSettings,
        until stop: StopSignal
    ) async throws {
        let (stopping, isStopping) = AsyncStream<Void>.makeStream()
        let ends = sockets.map {
            SocketService(server: $0, settings: running) { isStopping.yield() }
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services + ends,
                logger: logger
            )
        )
        logger.notice(
            "serving",
            metadata: .with([
                .path: "\(settings.socket)", .version: "\(SidecarVersion.text)",
            ])
        )
        try await withThrowingTaskGroup(of: Bool.self) { tasks in
            tasks.addTask {
                try await group.run()
                return true
            }
            // What has not ended by then is cancelled.
            tasks.addTask {
                for await _ in stopping { break }
                try await Task.sleep(for: running.current.process.drainTimeout * 2)
                return true
            }
            tasks.addTask {
                if await stop.wait() { await group.triggerGracefulShutdown() }
                return false
            }
            defer { tasks.cancelAll() }
            while let isEnd = try await tasks.next(), !isEnd {}
        }
        logger.notice("stopped")
    }

    /// Brings up the private Postgres with its tables.
    /// - Returns: nil if the daemon is to stop before that.
    private func open(
        _ server: PrivateServer,
        unless stop: StopSignal
    ) async throws -> ConnectionString? {
        let prefix = try StoreSettings.tablePrefix(settings)
        return try await withThrowingTaskGroup(of: ConnectionString?.self) { tasks in
            tasks.addTask {
                try await PrivateDatabase.open(server, prefix: prefix, logger: logger)
            }
            tasks.addTask {
                await stop.wait()
                return nil
            }
            defer { tasks.cancelAll() }
            return try await tasks.next() ?? nil
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
