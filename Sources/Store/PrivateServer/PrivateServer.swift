package import Logging
import ServiceLifecycle

/// The Postgres server of our own, in the state directory, for who has no other database.
///
/// It listens on a Unix socket that only its user and root can reach. Killed with us, it goes on,
/// and the next start takes it over.
package final class PrivateServer: Service {
    private let stateDirectory: String
    private let userName: String
    private let logger: Logger

    /// The name of the database that is made in it.
    package static let database = "sidecar"

    /// How often `run` looks whether the server is still there.
    private static let checkInterval = Duration.seconds(2)

    /// - Parameters:
    ///   - stateDirectory: Where `postgres/` is, or will be.
    ///   - userName: Whom the server runs as when we are root.
    ///   - logger: Told what is done, and about trouble.
    package init(stateDirectory: String, userName: String = "postgres", logger: Logger) {
        self.stateDirectory = stateDirectory
        self.userName = userName
        self.logger = logger
    }

    /// Brings the server up: initialised once, taken over if it runs, started otherwise.
    ///
    /// When the task is cancelled, the programs that work on it are ended; the server itself may
    /// be up by then.
    /// - Returns: How to reach its database.
    /// - Throws: `PrivateServerError`, which says what to install or change; `.interrupted` when
    ///   the task was cancelled.
    @discardableResult
    package func start() async throws(PrivateServerError) -> ConnectionString {
        let interrupt: ChildInterrupt
        do {
            interrupt = try ChildInterrupt()
        } catch {
            throw PrivateServerError(error)
        }
        let outcome = await withTaskCancellationHandler {
            await start(until: interrupt)
        } onCancel: {
            interrupt.request()
        }
        return try outcome.get()
    }

    private func start(
        until interrupt: ChildInterrupt
    ) async -> Result<ConnectionString, PrivateServerError> {
        do throws(PrivateServerError) {
            let connection = try await OwnThread.run("private-pg") {
                [self] () throws(PrivateServerError) in
                let installation = PrivateInstallation(
                    stateDirectory: stateDirectory,
                    userName: userName,
                    interrupt: interrupt
                )
                let cluster = try installation.prepare(logger)
                try PrivateServerStart(cluster, logger).run()
                return cluster.connection(database: PrivateServer.database)
            }
            return .success(connection)
        } catch {
            return .failure(error)
        }
    }

    /// Stops the server; its sessions are ended, what they committed is kept.
    /// - Throws: `.stopFailed` when it goes on.
    package func stop() async throws(PrivateServerError) {
        try await OwnThread.run("private-pg") { [self] () throws(PrivateServerError) in
            let installation = PrivateInstallation(
                stateDirectory: stateDirectory,
                userName: userName
            )
            guard let cluster = try installation.existing(), cluster.isRunning else { return }
            logger.info("stopping the private Postgres")
            try cluster.stop(.fast)
        }
    }

    /// Starts the server again whenever it is gone, and stops it at a graceful shutdown.
    ///
    /// `start` comes first; in a service group this service stands before those that use it.
    /// - Throws: `.stopFailed`.
    package func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            var postmaster: Postmaster?
            while (try? await SharedTick.sleep(for: PrivateServer.checkInterval)) != nil {
                if postmaster?.isAlive != true { postmaster = await heal() }
            }
        }
        try await stop()
    }

    /// Starts the server if it is gone.
    /// - Returns: the process that was found; nil if it had to be started.
    private func heal() async -> Postmaster? {
        do {
            let found = try await OwnThread.run("private-pg") {
                [stateDirectory, userName] () throws(PrivateServerError) in
                try PrivateInstallation(stateDirectory: stateDirectory, userName: userName)
                    .existing()?.postmaster
            }
            if let found { return found }
            logger.warning("the private Postgres is gone: starting it again")
            try await start()
        } catch  where error.kind == .interrupted {
            return nil
        } catch {
            logger.error("the private Postgres is down", metadata: ["error": "\(error)"])
        }
        return nil
    }
}
