/// An error as a client sees it: JSON-RPC's code, a sentence, and typed data to act on.
package struct WireError: Error, Equatable, Sendable {
    /// What happened; code, type and HTTP status follow from it.
    package var kind: Kind
    /// One sentence for a person: what was wrong, with which field or entity, and the way out.
    package var message: String
    /// What the error is about; absent members are left out of `error.data`.
    package var context: Context

    package init(_ kind: Kind, _ message: String, _ context: Context = Context()) {
        self.kind = kind
        self.message = message
        self.context = context
    }

    /// What happened, as a closed list: the code, type and HTTP status follow from it.
    package enum Kind: String, CaseIterable, Sendable {
        case parseError = "parse_error"
        case invalidRequest = "invalid_request"
        case methodNotFound = "method_not_found"
        case invalidParams = "invalid_params"
        case internalError = "internal_error"
        case invalidKey = "invalid_key"
        case keyExpired = "key_expired"
        case blocked = "blocked"
        case modelNotAllowed = "model_not_allowed"
        case budgetExceeded = "budget_exceeded"
        case rateLimited = "rate_limited"
        case routeNotAllowed = "route_not_allowed"
        case storeUnavailable = "store_unavailable"
        case overloaded = "overloaded"
        case permissionDenied = "permission_denied"
        case journalUnavailable = "journal_unavailable"
        case notFound = "not_found"
        case conflict = "conflict"
    }

    /// The optional members of `error.data`.
    package struct Context: Equatable, Sendable {
        /// The row that refused.
        package var entity: Entity?
        /// The bound that was met, in the unit of the refusing check.
        package var limit: JSON?
        /// What was used of it, in the same unit.
        package var used: JSON?
        /// RFC 3339, UTC.
        package var resetsAt: String?
        /// Absent where waiting alone cannot help.
        package var retryAfterMilliseconds: Int64?
        /// The model that was asked for.
        package var model: String?
        /// The parameter at fault, as a path (`tags[3]`).
        package var field: String?
        /// A machine-readable refinement of the type (`outcome_unknown`).
        package var detail: String?
        /// Replaces the kind's HTTP status where a setting says so.
        package var httpStatus: Int?
        /// Replaces what the kind says about trying again, where this call is known better.
        package var isRetriable: Bool?

        package init() {}
    }

    /// Whether the same call may simply be made again.
    package var isRetriable: Bool { context.isRetriable ?? kind.isRetriable }

    /// The same error of a call that may have done its work all the same.
    ///
    /// - Parameter isRetriable: Whether the call can be made again without doing its work twice,
    ///   as one with an idempotency key can.
    /// - Returns: the error with the detail `outcome_unknown`.
    package func withUnknownOutcome(isRetriable: Bool = false) -> WireError {
        var error = self
        error.context.detail = "outcome_unknown"
        error.context.isRetriable = isRetriable
        return error
    }

    /// The row that a refusal is about.
    package struct Entity: Equatable, Sendable {
        /// `key`, `team`, `team_member`, `user`, … as proto-docs list them.
        package var type: String
        /// The row's primary key; for a membership both parts, with a slash between them.
        package var id: String

        package init(type: String, id: String) {
            self.type = type
            self.id = id
        }
    }
}

extension WireError.Kind {
    /// The number in `error.code`.
    package var code: Int64 {
        switch self {
        case .parseError: -32_700
        case .invalidRequest: -32_600
        case .methodNotFound: -32_601
        case .invalidParams: -32_602
        case .internalError: -32_603
        case .invalidKey: -32_001
        case .keyExpired: -32_002
        case .blocked: -32_003
        case .modelNotAllowed: -32_004
        case .budgetExceeded: -32_005
        case .rateLimited: -32_006
        case .routeNotAllowed: -32_007
        case .storeUnavailable: -32_010
        case .overloaded: -32_011
        case .permissionDenied: -32_012
        case .journalUnavailable: -32_013
        case .notFound: -32_020
        case .conflict: -32_021
        }
    }

    /// What a proxy answers its own caller with.
    package var httpStatus: Int {
        switch self {
        case .parseError, .invalidRequest, .invalidParams: 400
        case .methodNotFound, .notFound: 404
        case .internalError: 500
        case .invalidKey, .keyExpired, .blocked: 401
        case .modelNotAllowed, .routeNotAllowed, .permissionDenied: 403
        case .budgetExceeded: 422
        case .rateLimited: 429
        case .storeUnavailable, .overloaded, .journalUnavailable: 503
        case .conflict: 409
        }
    }

    /// Whether the same call can succeed later without anybody changing anything.
    package var isRetriable: Bool {
        switch self {
        case .rateLimited, .storeUnavailable, .overloaded, .journalUnavailable: true
        case .parseError, .invalidRequest, .methodNotFound, .invalidParams, .internalError,
            .invalidKey, .keyExpired, .blocked, .modelNotAllowed, .budgetExceeded,
            .routeNotAllowed, .permissionDenied, .notFound, .conflict:
            false
        }
    }
}
