/// What to do next so that the private server comes up, whatever state it was left in.
struct PrivateServerState: Equatable {
    private let limits: Limits
    private var orphanSignals = 0
    private var wasStopped = false
    private var lastFailure: String?

    init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// How long each remedy is given.
    struct Limits: Equatable {
        /// For a running server to take connections: it may be starting, recovering or stopping.
        var adoption: Duration = .seconds(15)
        /// For the children of a killed server to end by themselves.
        var orphans: Duration = .seconds(5)
        /// For everything; after a crash the server may recover for a while.
        var total: Duration = .seconds(120)
    }

    /// What was found on looking.
    enum Observation: Equatable {
        /// A server takes connections on this data.
        case ready
        /// A server holds the data and takes no connections.
        case unresponsive
        /// The server is gone; children of it still work on the data.
        case orphaned
        /// Nobody works on the data, and the pid file names a process that is not the server.
        case foreignProcessID
        /// Nobody works on the data.
        case absent
    }

    enum Action: Equatable {
        case done
        case start
        /// Look again a little later.
        case wait
        /// A server that does not answer is of no use: stop it.
        case stop
        /// Children of a killed server keep a new one from starting. They are told to end, then
        /// killed.
        case endOrphans(byForce: Bool)
        /// Nobody uses the data, so that the file guards nothing.
        case removeProcessIDFile
        case giveUp(String)
    }

    /// Decides by what was seen, and how long it has been tried.
    mutating func next(_ seen: Observation, after elapsed: Duration) -> Action {
        if seen == .ready { return .done }
        if elapsed >= limits.total { return .giveUp(lastFailure ?? "it takes no connections") }
        switch seen {
        case .ready: return .done
        case .absent: return .start
        case .foreignProcessID: return .removeProcessIDFile
        case .unresponsive:
            if elapsed < limits.adoption || wasStopped { return .wait }
            wasStopped = true
            return .stop
        case .orphaned:
            if elapsed < limits.orphans * (orphanSignals + 1) { return .wait }
            orphanSignals += 1
            return .endOrphans(byForce: orphanSignals > 1)
        }
    }

    /// An attempt to start or stop failed; it is worth trying again.
    mutating func failed(_ reason: String) {
        lastFailure = reason
    }
}
