package import Logging
import ServiceLifecycle

/// Runs the reset job again and again, where it is to run at all.
package struct ResetService: Service {
    private let accounts: Accounts
    private let connections: StoreConnections
    private let clock: any MomentSource
    private let logger: Logger
    private let terms: @Sendable () -> Terms?

    /// How the job is to run.
    package struct Terms: Sendable {
        /// By which periods end.
        package var calendar: ResetCalendar
        /// The tier of end users that have none of their own.
        package var endUserBudget: String?

        package init(calendar: ResetCalendar, endUserBudget: String? = nil) {
            self.calendar = calendar
            self.endUserBudget = endUserBudget
        }
    }

    /// How long a budget whose period is over may wait for its row; admission does not wait.
    static let interval = Duration.seconds(10)
    /// How soon it is noticed that the job is to run, or no longer.
    static let tick = Duration.seconds(1)
    /// How long steps go on that find nothing to do before they let others at the connection.
    static let longestTurn = Duration.milliseconds(5)

    /// How long an end must be past: until then other daemons may have booked what they have spent
    /// since, and not stored yet what was spent before.
    static let patience = Duration.seconds(2)

    /// - Parameters:
    ///   - accounts: Told whether the job is ours.
    ///   - connections: The way to the database.
    ///   - clock: What time it is.
    ///   - logger: Told what was done.
    ///   - terms: How the job is to run; nil while it is not. Asked each time.
    package init(
        accounts: Accounts,
        connections: StoreConnections,
        clock: any MomentSource = SystemClock(),
        logger: Logger,
        terms: @escaping @Sendable () -> Terms?
    ) {
        self.accounts = accounts
        self.connections = connections
        self.clock = clock
        self.logger = logger
        self.terms = terms
    }

    package func run() async {
        try? await cancelWhenGracefulShutdown {
            var last = ResetReport()
            var begin: Moment?
            while true {
                try await SharedTick.sleep(for: Self.tick)
                let terms = terms()
                accounts.update { cache, _ in cache.resetsAreOurs = terms != nil }
                let now = clock.now()
                guard let terms, let catalog = connections.catalog else { continue }
                if let begin, now.elapsed(since: begin) < Self.interval { continue }
                begin = now
                let report = await round(
                    ResetRound(
                        catalog,
                        calendar: terms.calendar,
                        endUserBudget: terms.endUserBudget,
                        ended: ended,
                        now: now.wall + (.zero - Self.patience)
                    )
                )
                note(report, before: last)
                last = report
            }
        }
    }

    private var ended: EndedSpend {
        EndedSpend { [accounts] entity, end in
            accounts.update { cache, _ in
                cache.limitMeters.resets.amount(of: entity, endedAt: end)
            }
        }
    }

    /// Turns at the connection of the flush: what is to be booked waits for no more than one page.
    ///
    /// A turn ends with a step that has done something, so that an error in a later one does not
    /// take that out of the report, or when it has taken long.
    private func round(_ first: ResetRound) async -> ResetReport {
        var round = first
        while !round.isDone, !Task.isCancelled {
            do {
                round = try await connections.flush { [round] connection throws(PostgresError) in
                    var next = round
                    let begin = ContinuousClock.now
                    repeat {
                        try next.step(on: connection)
                    } while !next.isDone && next.report == round.report
                        && begin.duration(to: .now) < Self.longestTurn
                    return next
                }
            } catch {
                var report = round.report
                report.failures.append(error.message)
                return report
            }
        }
        return round.report
    }

    private func note(_ report: ResetReport, before: ResetReport) {
        for (table, count) in report.rows where count > 0 {
            logger.info(
                "budgets reset",
                metadata: ["table": "\(table.rawValue)", "count": "\(count)"]
            )
        }
        if report.unreadable > before.unreadable {
            logger.warning(
                "budgets with an unreadable duration never start again",
                metadata: ["count": "\(report.unreadable)"]
            )
        }
        if report.lacksSchema, !before.lacksSchema {
            logger.warning("budget rows are not reset: the schema sidecar is not there")
        }
        for failure in report.failures where !before.failures.contains(failure) {
            logger.warning("budgets not reset", metadata: ["reason": "\(failure)"])
        }
    }
}
