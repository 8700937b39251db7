/// What came of asking the cache for a verdict.
package enum Decision<Verdict: Sendable>: Sendable {
    /// The rule's verdict on current rows, or on the last known ones where they say so.
    case decided(Verdict)
    /// Verified: no such key.
    case unknownKey
    /// Rows are being read; ask again through the call that waits for them.
    case mustWait
    /// Too many unknown keys are being looked up.
    case overloaded(retryAfter: Duration)
    /// The database cannot be asked, and what is in memory must not be used (any more).
    case unavailable
}

extension Decision<Void> {
    /// The same with the verdict that the rule gave, where it was asked.
    func with<Given>(_ verdict: Given?) -> Decision<Given> {
        switch self {
        case .decided: verdict.map(Decision<Given>.decided) ?? .unavailable
        case .unknownKey: .unknownKey
        case .mustWait: .mustWait
        case .overloaded(let delay): .overloaded(retryAfter: delay)
        case .unavailable: .unavailable
        }
    }
}

extension Decision: Equatable where Verdict: Equatable {}
