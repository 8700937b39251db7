/// Why a group could not be written.
enum WriteFailure: Error, Equatable {
    /// The disk, or a quota, has no room. Nothing was left behind.
    case noSpace(String)
    /// Another reason. Nothing was left behind.
    case refused(String)
    /// What was written could not be cut off again; it will be tried before the next write.
    case leftBehind(String)
    /// A sync failed: what the disk holds is not known.
    case notSynced(String)

    /// Of a call that has left nothing behind.
    init(_ error: SystemError) {
        self = error.isOutOfSpace ? .noSpace("\(error)") : .refused("\(error)")
    }

    /// What those hear whose records these were.
    var error: JournalError {
        switch self {
        case .noSpace(let reason), .refused(let reason): .refused(reason)
        case .leftBehind(let reason), .notSynced(let reason): .outcomeUnknown(reason)
        }
    }
}
