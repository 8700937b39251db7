package import Logging
import ServiceLifecycle

/// Runs the reset job again and again, where it is to run at all.
package struct ResetService: Service {
    private let connections: StoreConnections
    private let calendar: @Sendable () -> ResetCalendar?
    private let clock: any MomentSource
    private let logger: Logger

    /// How long a budget whose period is over may wait for its row; admission does not wait.
    static let interval = Duration.seconds(10)

    /// - Parameters:
    ///   - connections: The way to the database.
    ///   - clock: What time it is.
    ///   - logger: Told what was done.
    ///   - calendar: By which periods end; nil while the job is not to run. Asked each time.
    package init(
        connections: StoreConnections,
        clock: any MomentSource = SystemClock(),
        logger: Logger,
        calendar: @escaping @Sendable () -> ResetCalendar?
    ) {
        self.connections = connections
        self.clock = clock
        self.logger = logger
        self.calendar = calendar
    }

    package func run() async {
        try? await cancelWhenGracefulShutdown {
            var failure: String?
            var unreadable = 0
            while true {
                try await Task.sleep(for: Self.interval)
                guard let calendar = calendar(), let catalog = connections.catalog else { continue }
                do {
                    let report = try await round(calendar, catalog)
                    note(report, unreadableBefore: unreadable)
                    (failure, unreadable) = (nil, report.unreadable)
                } catch let error as PostgresError {
                    if error.message != failure {
                        logger.warning(
                            "budgets not reset",
                            metadata: ["reason": "\(error.message)"]
                        )
                    }
                    failure = error.message
                }
            }
        }
    }

    private func round(
        _ calendar: ResetCalendar,
        _ catalog: Catalog
    ) async throws(PostgresError) -> ResetReport {
        let job = ResetJob(catalog, calendar: calendar, now: clock.now().wall)
        return try await connections.flush { connection throws(PostgresError) in
            try job.run(on: connection)
        }
    }

    private func note(_ report: ResetReport, unreadableBefore: Int) {
        for (table, count) in report.rows where count > 0 {
            logger.info(
                "budgets reset",
                metadata: ["table": "\(table.rawValue)", "count": "\(count)"]
            )
        }
        if report.unreadable > unreadableBefore {
            logger.warning(
                "budgets with an unreadable duration never start again",
                metadata: ["count": "\(report.unreadable)"]
            )
        }
    }
}
