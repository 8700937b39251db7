import Store
import Wire

extension StoreError {
    /// The error as a caller sees it.
    var wireError: WireError {
        var context = WireError.Context()
        context.field = field
        let error = WireError(kind.wireKind, message, context)
        return isOutcomeUnknown ? error.withUnknownOutcome() : error
    }

    /// The error of a call that named a key; only where it is about that key, it says which.
    func wireError(about token: TokenHash?) -> WireError {
        var error = wireError
        if kind == .notFound, let token {
            error.context.entity = WireError.Entity(type: "key", id: token.hex)
        }
        return error
    }
}

extension StoreError.Kind {
    fileprivate var wireKind: WireError.Kind {
        switch self {
        // What an operator has to mend is no fault of the caller's either.
        case .unavailable, .unusableDatabase, .misconfigured: .storeUnavailable
        case .notFound: .notFound
        case .conflict: .conflict
        case .invalidValue: .invalidParams
        case .notPermitted: .permissionDenied
        case .internalError: .internalError
        }
    }
}
