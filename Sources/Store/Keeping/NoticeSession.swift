import Logging

/// One spell of being kept current by notices: listen, probe, load, and prove again and again.
///
/// The order matters. What is committed after LISTEN is heard; the probe shows that it really is;
/// the load that follows sees all that was committed before. Notices that come while it runs are
/// newer than it, and fenced.
struct NoticeSession: Sendable {
    let keeper: CacheKeeper
    let catalog: Catalog
    private let channel: NoticeChannel
    private let probes = ProbeBoard()

    init(keeper: CacheKeeper, catalog: Catalog) {
        self.keeper = keeper
        self.catalog = catalog
        channel = NoticeChannel(catalog)
    }

    /// Works until something breaks, or the task is cancelled.
    func run() async -> SessionEnd {
        let (ready, isReady) = AsyncStream<Void>.makeStream()
        return await firstEnd(
            of: { await listen(isReady) },
            {
                for await _ in ready { break }
                return await keepCurrent()
            }
        )
    }

    private func listen(_ isReady: AsyncStream<Void>.Continuation) async -> SessionEnd {
        let listener = NoticeListener(
            accounts: keeper.accounts,
            connections: keeper.connections,
            status: keeper.status,
            probes: probes
        )
        let hasListened = Locked(false)
        let error = await listener.run(on: channel) {
            hasListened.withLock { $0 = true }
            isReady.yield()
        }
        guard hasListened.withLock(\.self) else {
            return .noNotices("the listening connection cannot be had: \(error.message)")
        }
        return .broken(StoreError(error))
    }

    private func keepCurrent() async -> SessionEnd {
        do throws(StoreError) {
            guard try await probe() else {
                return .noNotices(
                    "notices do not arrive on the listening connection: does it lead through a "
                        + "pooler in transaction mode, or to another database?"
                )
            }
            // Before the load: it would claim that notices can be relied on.
            if let problem = try await triggerProblem() { return .noNotices(problem) }
            try await load()
        } catch {
            return .broken(error)
        }
        return await firstEnd(of: beat, inspect, reload, sweep)
    }

    /// Sends a probe on a look-up connection.
    /// - Returns: whether it arrived on the listening one in time.
    private func probe() async throws(StoreError) -> Bool {
        let id = String(UInt64.random(in: .min ... .max), radix: 16)
        let arrival = probes.expect(id, sentAt: keeper.clock.now())
        defer { probes.forget(id) }
        do {
            let payload = NoticePayload.probe(id).text
            try await keeper.connections.lookups.run { [channel] connection throws(PostgresError) in
                try connection.notify(channel.name, payload: payload)
            }
        } catch {
            throw StoreError(error)
        }
        return await withTaskGroup { group in
            group.addTask {
                for await _ in arrival { return true }
                return false
            }
            group.addTask {
                try? await Task.sleep(for: keeper.settings.heartbeat)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    private func load() async throws(StoreError) {
        let report = try await keeper.loader.loadAll()
        let probeBound = probeBound
        keeper.accounts.update { cache, _ in
            cache.currency.loaded(.notices, startedAt: report.startedAt)
            cache.currency.probeBound = probeBound
        }
        keeper.status.update { status in
            status.loaded(report)
            status.problem = nil
        }
        keeper.logger.info(
            "fresh",
            metadata: ["rows": "\(report.rowCount)", "seconds": "\(report.seconds)"]
        )
    }

    /// Between two probes lies a heartbeat, and for its way each has another one.
    private var probeBound: Duration { keeper.settings.heartbeat * 2 }

    /// Proves from time to time that notices still come.
    ///
    /// The probe first: a load may have taken long, and until one has arrived after it the memory
    /// counts as no newer than its begin.
    @Sendable private func beat() async -> SessionEnd {
        while true {
            do throws(StoreError) {
                let begin = keeper.clock.now()
                let probeBound = probeBound
                keeper.accounts.update { cache, _ in cache.currency.probeBound = probeBound }
                guard try await probe() else {
                    return .broken(
                        StoreError(.unavailable, "a probe did not arrive: the link is half open")
                    )
                }
                try await keeper.pause(\.heartbeat, since: begin)
            } catch {
                return .broken(error)
            }
        }
    }

    /// Looks from time to time whether the triggers still stand.
    ///
    /// Not between two probes: a look that takes long would make the next one late.
    @Sendable private func inspect() async -> SessionEnd {
        while true {
            do throws(StoreError) {
                try await keeper.pause(\.heartbeat, since: keeper.clock.now())
                if let problem = try await triggerProblem() {
                    return .broken(StoreError(.unavailable, problem))
                }
            } catch {
                return .broken(error)
            }
        }
    }

    private func triggerProblem() async throws(StoreError) -> String? {
        let health: TriggerHealth
        do {
            health = try await keeper.connections.lookups.run {
                [catalog] connection throws(PostgresError) in
                try TriggerHealth.read(on: connection, catalog)
            }
        } catch {
            throw StoreError(error)
        }
        let problems = health.problems(
            against: catalog,
            queueBound: keeper.settings.noticeQueueBound
        )
        return problems.isEmpty ? nil : problems.map(\.description).joined(separator: "; ")
    }

    /// Reads tables anew that were changed as a whole; never more than a fifth of the time.
    @Sendable private func reload() async -> SessionEnd {
        for await _ in keeper.accounts.reloads.requests() {
            do throws(StoreError) {
                let report = try await keeper.loader.load(keeper.accounts.reloads.take())
                try await pause(max(.milliseconds(50), .seconds(report.seconds) * 4))
            } catch {
                return .broken(error)
            }
        }
        return .broken(.cancelled)
    }

    /// Proves the cache against the tables, slowly, and counts what was wrong.
    @Sendable private func sweep() async -> SessionEnd {
        while true {
            do throws(StoreError) {
                try await keeper.pause(\.sweepInterval, since: keeper.clock.now())
                let report = try await keeper.loader.loadAll()
                keeper.status.update { status in
                    status.sweepCount += 1
                    status.driftCount += report.changeCount
                }
                guard report.changeCount > 0 else { continue }
                keeper.logger.warning("drift", metadata: ["rows": "\(report.changes)"])
            } catch {
                return .broken(error)
            }
        }
    }

    private func pause(_ duration: Duration) async throws(StoreError) {
        do {
            try await Task.sleep(for: duration)
        } catch {
            throw .cancelled
        }
    }

    /// Runs these beside each other until the first of them ends.
    ///
    /// What has broken is known at once, however long the others take to end.
    private func firstEnd(
        of activities: (@Sendable () async -> SessionEnd)...
    ) async -> SessionEnd {
        await withTaskGroup { group in
            for activity in activities { group.addTask { await activity() } }
            defer { group.cancelAll() }
            let end = await group.next() ?? .broken(.cancelled)
            switch end {
            case .broken: keeper.accounts.update { cache, now in cache.currency.lost(now: now) }
            case .noNotices: break
            }
            return end
        }
    }
}
