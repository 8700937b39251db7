import Foundation
import Logging

/// Brings a prepared server up: looks, decides by `PrivateServerState`, acts, until it is there.
struct PrivateServerStart {
    private let cluster: Cluster
    private let logger: Logger

    init(_ cluster: Cluster, _ logger: Logger) {
        self.cluster = cluster
        self.logger = logger
    }

    /// The rest is as initdb found fit for this machine.
    private static let settings = [
        "max_connections": "50", "timezone": "UTC", "log_timezone": "UTC",
        "cluster_name": "sidecar", "log_checkpoints": "off",
        // Seven files, one per day of the week, are all that the log ever takes.
        "logging_collector": "on", "log_directory": "log", "log_filename": "postgresql-%a.log",
        "log_rotation_age": "1d", "log_rotation_size": "0", "log_truncate_on_rotation": "on",
    ]

    private static let pause = 0.2

    func run() throws(PrivateServerError) {
        var state = PrivateServerState()
        let begin = ContinuousClock.now
        while true {
            try cluster.requireGoingOn()
            let action = state.next(observe(), after: begin.duration(to: .now))
            do {
                if try perform(action) { return try makeDatabase() }
            } catch  where error.kind == .startFailed || error.kind == .stopFailed {
                if case .giveUp = action { throw error }
                logger.warning(
                    "the private Postgres does not obey",
                    metadata: ["error": "\(error)"]
                )
                state.failed(error.message)
                Thread.sleep(forTimeInterval: PrivateServerStart.pause)
            }
        }
    }

    private func observe() -> PrivateServerState.Observation {
        if cluster.isRunning { return canConnect ? .ready : .unresponsive }
        if !cluster.processes.isEmpty { return .orphaned }
        return cluster.hasForeignProcessID ? .foreignProcessID : .absent
    }

    /// - Returns: Whether the server is up.
    private func perform(_ action: PrivateServerState.Action) throws(PrivateServerError) -> Bool {
        switch action {
        case .done: return true
        case .start: try cluster.start(settings: PrivateServerStart.settings)
        case .wait: Thread.sleep(forTimeInterval: PrivateServerStart.pause)
        case .stop: try cluster.stop(.fast)
        case .endOrphans(let byForce):
            logger.warning("ending processes that a killed private Postgres left")
            let signal = byForce ? "KILL" : "QUIT"
            let processes = cluster.processes.map { String($0) }
            if !processes.isEmpty { _ = try cluster.run(["kill", "-\(signal)"] + processes) }
        case .removeProcessIDFile:
            logger.warning("removing a stale postmaster.pid of the private Postgres")
            _ = try cluster.run(["rm", "-f", "--", "\(cluster.dataDirectory)/postmaster.pid"])
        case .giveUp(let reason):
            throw PrivateServerError(
                .startFailed,
                "the private Postgres does not come up: \(reason)"
            )
        }
        return false
    }

    private var canConnect: Bool {
        do {
            _ = try connect()
            return true
        } catch {
            return false
        }
    }

    private func connect() throws(PostgresError) -> PostgresConnection {
        try PostgresConnection(PostgresSettings(cluster.connection(database: "postgres")))
    }

    /// The name is a constant of ours, so it needs no quotes.
    private func makeDatabase() throws(PrivateServerError) {
        do {
            let connection = try connect()
            let found = try connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = $1",
                [.text(PrivateServer.database)]
            )
            if found.isEmpty {
                try connection.execute(
                    "CREATE DATABASE \(PrivateServer.database) TEMPLATE template0"
                )
            }
            // The role is called as our own schema: unqualified names must not lead there. Each
            // time, since a start can be cut off between the two.
            try connection.execute(
                "ALTER DATABASE \(PrivateServer.database) SET search_path = public"
            )
        } catch {
            throw PrivateServerError(
                .initFailed,
                "the private Postgres refused to make its database: \(error.message)"
            )
        }
    }
}
