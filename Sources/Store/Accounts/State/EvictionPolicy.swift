/// Which slots of a table may be dropped to keep its memory bounded.
package enum EvictionPolicy: Equatable, Sendable {
    /// None: the ids come from the database itself.
    case none
    /// Slots that say "not there", beyond this many: their ids come from requests.
    case absences(Int)
    /// All slots, beyond this many: rows, too, come in only because requests name them.
    case everything(Int)

    var capacity: Int {
        switch self {
        case .none: .max
        case .absences(let count), .everything(let count): count
        }
    }

    var boundsAbsences: Bool { self == .absences(capacity) }

    var boundsRows: Bool { self == .everything(capacity) }
}
