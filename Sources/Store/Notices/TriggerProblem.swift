/// A reason why notices cannot be relied on; while there is one, the store polls.
package enum TriggerProblem: Hashable, Sendable {
    /// A table that was watched is no longer there under its name.
    case gone(TableName)
    /// A table was dropped and made again, or another one took its name.
    case replaced(TableName)
    /// A table came that is not watched yet: the proxy was updated.
    case appeared(TableName)
    /// The triggers on a table are not right.
    case triggers(TableName, TriggerState)
    /// The cluster's queue of notices fills: somebody listens and does not read.
    case queueFilling(Double)
}

extension TriggerProblem: CustomStringConvertible {
    /// The problem in one sentence.
    package var description: String {
        switch self {
        case .gone(let table): "\(table.rawValue) is gone"
        case .replaced(let table): "\(table.rawValue) was made anew"
        case .appeared(let table): "\(table.rawValue) is new and not watched"
        case .triggers(let table, let state): "the triggers on \(table.rawValue) are \(state)"
        case .queueFilling(let usage):
            "the queue of notices is full to \(Int(usage * 100)) %"
        }
    }
}
