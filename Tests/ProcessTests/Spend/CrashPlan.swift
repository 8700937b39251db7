import Store

/// How one life of a daemon ends.
enum CrashPlan: Equatable, Sendable, CustomStringConvertible {
    /// SIGKILL from inside, at the n-th pass of a step.
    case step(FaultStep, pass: Int)
    /// SIGKILL from outside, after a while.
    case kill(after: Duration)
    /// The server's process that books is ended, then SIGKILL.
    case terminateBackend(after: Duration)
    /// The database server is stopped without ceremony and started again, then SIGKILL.
    case stopServer(after: Duration)

    var description: String {
        switch self {
        case .step(let step, let pass): "\(step.rawValue):\(pass)"
        case .kill(let after): "SIGKILL after \(after)"
        case .terminateBackend(let after): "pg_terminate_backend after \(after)"
        case .stopServer(let after): "immediate stop after \(after)"
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
        let pause = Duration.milliseconds(.random(in: 5...600, using: &random))
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4:
            let step = steps.randomElement(using: &random) ?? .flushCommitted
            return .step(step, pass: .random(in: 1...12, using: &random))
        case 4..<7: return .kill(after: pause)
        case 7..<9: return .terminateBackend(after: pause)
        default: return .stopServer(after: pause)  // open set: chance
        }
    }
}
