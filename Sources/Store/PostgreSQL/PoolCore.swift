import Foundation

/// The shared part of a pool: the queue, and the threads that serve it.
final class PoolCore: Sendable {
    private let opening: ConnectionOpening
    private let name: String
    private let contents: Locked<Contents>
    private let bell = DispatchSemaphore(value: 0)

    private struct Contents {
        var state: PoolState
        var jobs: [PoolState.JobID: PoolJob] = [:]
        var interrupts: [PoolState.WorkerID: PostgresInterrupt] = [:]
        var whenEmpty: [CheckedContinuation<Void, Never>] = []
    }

    init(_ opening: ConnectionOpening, name: String, state: PoolState) {
        self.opening = opening
        self.name = name
        contents = Locked(Contents(state: state))
    }

    func announce() -> PoolState.JobID {
        contents.withLock { $0.state.announce() }
    }

    func submit(_ job: PoolJob) {
        let action = contents.withLock { contents in
            contents.jobs[job.id] = job
            return contents.state.submit(job.id)
        }
        switch action {
        case .wakeWorker: bell.signal()
        case .startWorker(let worker): start(worker)
        case .wait: break
        case .refuseFull: refuse(job.id, .poolFull, "too many calls wait for a connection")
        case .refuseClosed: refuse(job.id, .poolClosed, "the pool is closed")
        case .refuseCancelled: refuse(job.id, .cancelled, "cancelled before it began")
        }
    }

    func cancel(_ job: PoolState.JobID) {
        let action = contents.withLock { contents in
            let action = contents.state.cancel(job)
            // Within the lock: a moment later the worker may have begun another job.
            if case .interrupt(let worker) = action { contents.interrupts[worker]?.cancel() }
            return action
        }
        if action == .drop { refuse(job, .cancelled, "cancelled before it began") }
    }

    func close(interrupting: Bool) {
        let action = contents.withLock { contents in
            let action = contents.state.close()
            if interrupting {
                for worker in action.running { contents.interrupts[worker]?.cancel() }
            }
            return action
        }
        for job in action.refused { refuse(job, .poolClosed, "the pool is closed") }
        for _ in 0..<action.sleepers { bell.signal() }
        tellWhenEmpty()
    }

    func whenEmpty(_ continuation: CheckedContinuation<Void, Never>) {
        contents.withLock { $0.whenEmpty.append(continuation) }
        tellWhenEmpty()
    }

    var load: (running: Int, waiting: Int) { contents.withLock { $0.state.load } }

    private func start(_ worker: PoolState.WorkerID) {
        let thread = Thread { [self] in
            work(worker)
            tellWhenEmpty()
        }
        thread.name = "\(name)-\(worker)"
        thread.start()
    }

    /// The life of a thread, which its connection never leaves.
    private func work(_ worker: PoolState.WorkerID) {
        var session = WorkerSession(opening)
        var (action, job) = next(worker, .started, session.interrupt)
        while true {
            switch action {
            case .sleep:
                bell.wait()
                (action, job) = next(worker, .woken, session.interrupt)
            case .end: return
            case .run(let id):
                let answer = job?.work(session.connection())
                session.tidyUp()
                // Free before the caller hears of it: what it does next can have this worker.
                (action, job) = next(worker, .finished(id), session.interrupt)
                answer?()
            }
        }
    }

    private func next(
        _ worker: PoolState.WorkerID,
        _ event: PoolState.WorkerEvent,
        _ interrupt: PostgresInterrupt?
    ) -> (PoolState.NextAction, PoolJob?) {
        contents.withLock { contents in
            let action = contents.state.next(worker, event)
            guard case .run(let id) = action else {
                contents.interrupts[worker] = nil
                return (action, nil)
            }
            interrupt?.beginJob()
            contents.interrupts[worker] = interrupt
            return (action, contents.jobs.removeValue(forKey: id))
        }
    }

    private func refuse(
        _ id: PoolState.JobID,
        _ kind: PostgresError.Kind,
        _ message: String
    ) {
        let job = contents.withLock { $0.jobs.removeValue(forKey: id) }
        job?.work(.failure(PostgresError(kind, message)))()
    }

    private func tellWhenEmpty() {
        let waiters = contents.withLock { contents in
            guard contents.state.isEmpty else { return [CheckedContinuation<Void, Never>]() }
            defer { contents.whenEmpty = [] }
            return contents.whenEmpty
        }
        for waiter in waiters { waiter.resume() }
    }
}
