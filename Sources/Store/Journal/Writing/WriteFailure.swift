/// Why a group could not be written.
enum WriteFailure: Error, Equatable {
    /// The disk, or a quota, has no room. Nothing was left behind.
    case noSpace(String)
    /// Another reason. Nothing was left behind.
    case refused(String)
    /// A sync failed, or what a failed write left cannot be cut off: what the disk holds is not
    /// known, and the next start will see.
    case unknown(String)

    /// Of a call that has left nothing behind.
    init(_ error: SystemError) {
        self = error.isOutOfSpace ? .noSpace("\(error)") : .refused("\(error)")
    }

    /// Why, as the call has told it.
    var reason: String {
        switch self {
        case .noSpace(let reason), .refused(let reason), .unknown(let reason): reason
        }
    }

    /// What those hear whose records these were.
    var error: JournalError {
        switch self {
        case .noSpace(let reason), .refused(let reason): .refused(reason)
        case .unknown(let reason): .outcomeUnknown(reason)
        }
    }
}
