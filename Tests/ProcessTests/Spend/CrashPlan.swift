import Store

/// How one life of a daemon ends.
enum CrashPlan: Equatable, Sendable, CustomStringConvertible {
    /// SIGKILL from inside, at the n-th pass of a step.
    case step(FaultStep, pass: Int)
    /// SIGKILL from outside, after so many events.
    case kill(after: Int)
    /// The server's processes at work are ended every so many events, then SIGKILL.
    case terminateBackend(after: Int)
    /// The database server is stopped without ceremony and started again, so many events apart,
    /// then SIGKILL.
    case stopServer(after: Int)

    var description: String {
        switch self {
        case .step(let step, let pass): "\(step.rawValue):\(pass)"
        case .kill(let after): "SIGKILL after \(after) events"
        case .terminateBackend(let after): "pg_terminate_backend after \(after) events"
        case .stopServer(let after): "immediate stop after \(after) events"
        }
    }

    /// One life per step first, then whatever chance brings.
    static func random(
        _ round: Int,
        using random: inout some RandomNumberGenerator
    ) -> CrashPlan {
        let steps = FaultStep.allCases
        if round < steps.count {
            let isClaim = steps[round] == .claimBound || steps[round] == .claimMade
            return .step(steps[round], pass: isClaim ? 1 : .random(in: 1...4, using: &random))
        }
        let events = Int.random(in: 1...600, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4:
            let step = steps.randomElement(using: &random) ?? .flushCommitted
            return .step(step, pass: .random(in: 1...12, using: &random))
        case 4..<7: return .kill(after: events)
        case 7..<9: return .terminateBackend(after: events)
        default: return .stopServer(after: events)  // open set: chance
        }
    }
}
