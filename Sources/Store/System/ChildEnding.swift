/// When and how a child process is ended that does not end by itself.
struct ChildEnding: Equatable, Sendable {
    /// When something has to be done.
    private(set) var deadline: ContinuousClock.Instant
    private(set) var isInterrupted = false
    private var wasTerminated = false

    init(deadline: ContinuousClock.Instant) {
        self.deadline = deadline
    }

    /// What its process group is told.
    enum Order: Equatable, Sendable {
        /// To end.
        case terminate
        /// Nothing: the kernel ends it.
        case kill
    }

    /// Somebody wants it to end; it may still do so by itself for a while.
    mutating func interrupted(at now: ContinuousClock.Instant, grace: Duration) {
        isInterrupted = true
        deadline = min(deadline, now + grace)
    }

    /// The deadline has passed.
    mutating func timeIsUp(at now: ContinuousClock.Instant, obedience: Duration) -> Order {
        guard isInterrupted, !wasTerminated else { return .kill }
        wasTerminated = true
        deadline = now + obedience
        return .terminate
    }
}
