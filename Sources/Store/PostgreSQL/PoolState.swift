import DequeModule

/// Who waits for a connection, and which threads there are to serve them.
struct PoolState: Equatable {
    typealias JobID = UInt64
    typealias WorkerID = Int

    private let size: Int
    private let queueLimit: Int
    private var announced: Set<JobID> = []
    private var revoked: Set<JobID> = []
    private var waiting: Deque<JobID> = []
    private var running: [JobID: WorkerID] = [:]
    private var idleWorkers = 0
    private var workers: Set<WorkerID> = []
    private var lastWorker: WorkerID = 0
    private var lastJob: JobID = 0
    private var isClosing = false

    /// - Parameters:
    ///   - size: The most threads, each with one connection.
    ///   - queueLimit: The most jobs that wait for one.
    init(size: Int, queueLimit: Int) {
        precondition(size > 0 && queueLimit > 0, "a pool serves at least one job at a time")
        self.size = size
        self.queueLimit = queueLimit
    }

    /// Someone is about to submit a job, exactly once; from now on it can be cancelled.
    mutating func announce() -> JobID {
        lastJob += 1
        announced.insert(lastJob)
        return lastJob
    }

    enum SubmitAction: Equatable {
        /// An idle worker must be woken.
        case wakeWorker
        /// A thread must be started, which will take the job.
        case startWorker(WorkerID)
        /// All workers are busy; the next free one takes it.
        case wait
        case refuseFull
        case refuseClosed
        /// It was cancelled between announcement and submission.
        case refuseCancelled
    }

    /// A job wants to run.
    mutating func submit(_ job: JobID) -> SubmitAction {
        announced.remove(job)
        if revoked.remove(job) != nil { return .refuseCancelled }
        if isClosing { return .refuseClosed }
        if waiting.count >= queueLimit { return .refuseFull }
        waiting.append(job)
        // Idle workers that jobs before this one were queued for are spoken for.
        if idleWorkers >= waiting.count { return .wakeWorker }
        guard workers.count < size else { return .wait }
        lastWorker += 1
        workers.insert(lastWorker)
        return .startWorker(lastWorker)
    }

    enum NextAction: Equatable {
        case run(JobID)
        /// Nothing to do: sleep until woken, then ask again.
        case sleep
        /// The pool is closed: close the connection and end.
        case end
    }

    /// Why a worker asks for its next job.
    enum WorkerEvent: Equatable {
        case started
        case woken
        case finished(JobID)
    }

    /// A worker is free.
    mutating func next(_ worker: WorkerID, _ event: WorkerEvent) -> NextAction {
        switch event {
        case .started: break
        case .woken: idleWorkers -= 1
        case .finished(let job): running[job] = nil
        }
        if let job = waiting.popFirst() {
            running[job] = worker
            return .run(job)
        }
        if isClosing {
            workers.remove(worker)
            return .end
        }
        idleWorkers += 1
        return .sleep
    }

    enum CancelAction: Equatable {
        /// It had not begun: it is answered as cancelled.
        case drop
        /// It runs: its worker's statement is to be interrupted.
        case interrupt(WorkerID)
        /// It has ended already, or will be refused when it is submitted.
        case nothing
    }

    /// The caller of a job is no longer interested.
    mutating func cancel(_ job: JobID) -> CancelAction {
        if announced.remove(job) != nil {
            revoked.insert(job)
            return .nothing
        }
        if let worker = running[job] { return .interrupt(worker) }
        guard let index = waiting.firstIndex(of: job) else { return .nothing }
        waiting.remove(at: index)
        return .drop
    }

    struct CloseAction: Equatable {
        /// The jobs that waited, to be refused.
        var refused: [JobID]
        /// The workers that are running one.
        var running: [WorkerID]
        /// How many workers to wake, so that they end.
        var sleepers: Int
    }

    /// The pool takes no more jobs.
    mutating func close() -> CloseAction {
        isClosing = true
        defer { waiting = [] }
        return CloseAction(
            // Not Array(_:): of an empty deque it writes to the empty array that all threads share.
            refused: waiting.map(\.self),
            running: running.values.sorted(),
            sleepers: idleWorkers
        )
    }

    /// Whether the last worker has ended.
    var isEmpty: Bool { isClosing && workers.isEmpty }

    /// How many jobs run and wait, for health.
    var load: (running: Int, waiting: Int) { (running.count, waiting.count) }
}
