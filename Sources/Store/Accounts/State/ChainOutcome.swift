/// What the cache says to a request: `Rows` are those that it is judged by.
package enum ChainOutcome<Rows: Sendable>: Sendable {
    /// All rows that decide.
    case chain(Rows)
    /// Verified: no such key.
    case unknownKey
    /// These rows are being read; `wakesReader` if that has only just been asked for.
    case unread([RowReference], wakesReader: Bool)
    /// Too many unknown keys are being looked up.
    case overloaded(retryAfter: Duration)
    /// The database cannot be asked, and what is in memory must not be used (any more).
    case unavailable
}

extension ChainOutcome<Void> {
    /// The same with the rows that were judged, where they were.
    func with<Found>(_ rows: Found?) -> ChainOutcome<Found> {
        switch self {
        case .chain: rows.map(ChainOutcome<Found>.chain) ?? .unavailable
        case .unknownKey: .unknownKey
        case .unread(let references, let wakesReader):
            .unread(references, wakesReader: wakesReader)
        case .overloaded(let delay): .overloaded(retryAfter: delay)
        case .unavailable: .unavailable
        }
    }
}
