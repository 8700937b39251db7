/// Why the flush waits for an operator.
package enum FlushObstacle: Error, Equatable, Sendable {
    /// The journal was flushed to another database than this one.
    case otherDatabase
    /// The database has lost the checkpoint of this journal.
    case checkpointMissing
    /// Another daemon has gone on with this journal's checkpoint: the state directory was copied.
    case takenOver
    /// An operator has named an event to go on from, and the database has more: nothing else stands
    /// in the way.
    case resumedTooEarly(Int64, Int64)
    /// Events that the database lacks are not in the journal any more.
    case gap(ClosedRange<Int64>)
    /// So many records in a row were refused that it is not for what is in them.
    case refusals(String)
    /// The database is not attached, and this role may not do it.
    case notAttached
    /// A newer sidecar has changed our own tables.
    case newerLayout
}

extension FlushObstacle: CustomStringConvertible {
    package var description: String {
        switch self {
        case .otherDatabase:
            "the journal was flushed to another database: if all of it is to be booked here, say "
                + "so with `sidecar journal resume --from N`, where N is the last event that this "
                + "database has: \(Self.whereToFind)"
        case .checkpointMissing:
            "the database has lost this journal's checkpoint: say which event it had last with "
                + "`sidecar journal resume --from N`; N is \(Self.whereToFind)"
        case .takenOver:
            "another daemon goes on with this journal's checkpoint: is the state directory a copy? "
                + "If this one is to go on, use `sidecar journal resume --from N`"
        case .resumedTooEarly(let from, let booked):
            "the events \(from + 1) to \(booked) would be booked twice: the database has them, and "
                + "nothing else stands in the way. Go on with `sidecar journal resume --from "
                + "\(booked)`"
        case .gap(let range):
            "the database lacks the events \(range.lowerBound) to \(range.upperBound), which the "
                + "journal has no longer: accept that with `sidecar journal resume --from "
                + "\(range.upperBound)`"
        case .refusals(let reason):
            "record after record is refused (\(reason)): mend that, then call `spend.flush`"
        case .notAttached:
            "the `sidecar` schema is missing and this role may not make it: run "
                + "`sidecar schema attach` as its owner"
        case .newerLayout:
            "a newer sidecar has changed the `sidecar` schema: run that version"
        }
    }

    /// Where an operator finds the last event that a database has.
    package static let whereToFind =
        "the `sequence` of the journal's row in `sidecar.checkpoint`, or of a copy of that; else "
        + "the greatest sequence in `metadata->>'sidecar_event'` of SpendLogs "
        + "(`<instance>:<sequence>`). What `sidecar journal inspect` shows was noted some time "
        + "before, and may be too small"
}
