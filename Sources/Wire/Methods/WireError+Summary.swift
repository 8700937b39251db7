extension WireError.Kind {
    /// One sentence that says when this error is answered.
    package var summary: String {
        switch self {
        case .parseError: "The frame is not JSON, or is too large."
        case .invalidRequest: "The value is JSON, but not a JSON-RPC 2.0 request."
        case .methodNotFound: "There is no method of that name."
        case .invalidParams: "A parameter is missing, unknown or out of bounds; field names it."
        case .internalError: "The daemon failed; its log says why."
        case .invalidKey: "The key is malformed or unknown."
        case .keyExpired: "The key has expired."
        case .blocked: "The entity is blocked."
        case .modelNotAllowed: "The entity's list of models does not have this one."
        case .budgetExceeded: "The entity's budget is used up."
        case .rateLimited: "The entity's limit of requests, tokens or parallel calls is met."
        case .routeNotAllowed: "The key may not use this route."
        case .storeUnavailable: "The database cannot be asked now, or did not answer in time."
        case .overloaded: "A bound of the daemon is met."
        case .permissionDenied: "This caller, or this socket, may not."
        case .journalUnavailable: "The spend journal cannot be written; detail says what is known."
        case .notFound: "There is no such row."
        case .conflict: "It exists already, or the same id came with another payload."
        }
    }
}
