import Store
package import Wire

extension Refusal {
    /// The one table from refusals to what a client sees.
    package var wireError: WireError {
        WireError(kind, sentence, context)
    }

    /// The kind of error, from which code and HTTP status follow.
    package var kind: WireError.Kind {
        switch self {
        case .malformedKey, .unknownKey: .invalidKey
        case .blocked, .ownerDeactivated: .blocked
        case .expired: .keyExpired
        case .modelNotAllowed, .noModelsOutsideTeams: .modelNotAllowed
        case .routeNotAllowed: .routeNotAllowed
        case .budgetExceeded: .budgetExceeded
        case .rateLimited: .rateLimited
        case .tooManyGrants: .overloaded
        case .endUserUnnameable: .invalidParams
        }
    }

    /// The row or setting that refuses; nil where there is none.
    package var entity: AdmissionEntity? {
        switch self {
        case .malformedKey, .unknownKey, .tooManyGrants, .endUserUnnameable: nil
        case .budgetExceeded(let budget): budget.entity
        case .rateLimited(let rate): rate.entity
        case .blocked(let entity), .expired(let entity, _), .modelNotAllowed(let entity, _),
            .routeNotAllowed(let entity, _):
            entity
        case .ownerDeactivated(let user), .noModelsOutsideTeams(let user, _): .user(user)
        }
    }

    /// What was wrong, whose rule it is, and the way out; never the key.
    package var sentence: String {
        switch self {
        case .malformedKey(let fault): fault.sentence
        case .unknownKey: "No such key. Check that it was copied whole and was not deleted."
        case .blocked(let entity): "\(entity.subject) is blocked. \(entity.unblocking)"
        case .ownerDeactivated(let user):
            "User \(user.echoed) was deactivated by the identity provider (scim_active), so the "
                + "user's keys are refused. Reactivate the user there."
        case .expired(let entity, let time):
            "\(entity.subject) expired at \(time). Make a new key, or set expires with key.update."
        case .modelNotAllowed(let entity, let model):
            "\(entity.subject) may not use model \(model.echoed). Ask for another model, or have "
                + "it added to the models of \(entity.owner)."
        case .noModelsOutsideTeams(let user, let model):
            "User \(user.echoed) may not use model \(model.echoed) outside a team "
                + "(no-default-models). Use a key of a team."
        case .routeNotAllowed(let entity, let route):
            "\(entity.subject) may not be used at route \(route.echoed). Have it added to "
                + "allowed_routes of \(entity.owner)."
        case .budgetExceeded(let budget): budget.sentence
        case .rateLimited(let rate): rate.sentence
        case .tooManyGrants(let bound):
            "\(bound) grants are open, and no more are given. Settle or release some."
        case .endUserUnnameable:
            "end_user_id has more than \(GrantLimits.endUserBytes) bytes or holds U+0000, which "
                + "no grant carries."
        }
    }

    private var context: WireError.Context {
        var context = WireError.Context()
        context.entity = entity?.wire
        switch self {
        case .modelNotAllowed(_, let model), .noModelsOutsideTeams(_, let model):
            context.model = model
        case .malformedKey, .unknownKey: context.field = "key"
        case .routeNotAllowed: context.field = "route"
        case .endUserUnnameable: context.field = "end_user_id"
        case .tooManyGrants(let bound): context.limit = .int(Int64(bound))
        case .budgetExceeded(let budget): budget.describe(in: &context)
        case .rateLimited(let rate): rate.describe(in: &context)
        case .blocked, .ownerDeactivated, .expired: break
        }
        return context
    }
}

extension AdmissionEntity {
    /// How to unblock it.
    fileprivate var unblocking: String {
        switch self {
        case .key: "Unblock it with key.unblock."
        case .team: "Unblock it in the proxy (/team/unblock)."
        case .endUser:
            "Unblock it in the proxy (/customer/unblock), or switch enforce_blocked_end_users off."
        case .teamMember, .user, .organization, .organizationMember, .global:
            "Unblock it in the proxy."
        }
    }

    /// Whose list it is, at the end of a sentence.
    fileprivate var owner: String {
        switch self {
        case .key: "the key"
        case .team: "the team"
        case .teamMember: "the member's budget (allowed_models)"
        case .user: "the user"
        case .organization: "the organization"
        case .organizationMember: "the organization's member"
        case .endUser: "the end user"
        case .global: "general_settings in the proxy's configuration"
        }
    }
}

extension BudgetRefusal {
    fileprivate func describe(in context: inout WireError.Context) {
        context.limit = .double(limit.dollars)
        context.used = used.map { .double($0.dollars) }
        context.resetsAt = resetsAt?.rfc3339
        context.model = model
        context.httpStatus = status
    }
}

extension RateRefusal {
    fileprivate func describe(in context: inout WireError.Context) {
        context.limit = .int(overrun.limit)
        context.used = .int(shownUse)
        context.retryAfterMilliseconds = retryAfterMilliseconds
        context.model = model
        context.detail = overrun.kind.rawValue
        context.isRetriable = mayHelpToWait
    }
}
