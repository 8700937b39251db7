package import Store
import Wire

/// Every check with what it compared, for people who ask why.
extension AdmissionRules {
    /// Makes all checks in order, also after the first failure, and tells about each.
    package static func explain(
        _ chain: AccountChain,
        _ request: AdmissionRequest,
        policy: AdmissionPolicy,
        models: ProxyModels,
        now: Moment,
        limits: inout LimitMeters
    ) -> [CheckReport] {
        let demand = request.demand(policy, now: now)
        enterClaims(chain, request, policy, demand, in: &limits)
        let claims = limits.claims
        return Check.order.map { check in
            let refusal = refusal(
                by: check,
                chain,
                request,
                policy: policy,
                models: models,
                demand: demand,
                claims
            )
            let limited = report(on: check, refusal, limits, demand, chain.key)
            return limited
                ?? report(on: check, refusal, subject(of: check, chain, request, policy, now.wall))
        }
    }

    /// The same for the master key.
    package static func explainMaster(
        _ account: EndUserAccount,
        _ request: AdmissionRequest,
        policy: AdmissionPolicy,
        models: ProxyModels,
        now: Moment,
        limits: inout LimitMeters
    ) -> [CheckReport] {
        let demand = request.demand(policy, now: now)
        enterClaims(account, request, policy, demand, in: &limits)
        let claims = limits.claims
        return Check.masterOrder.map { check in
            let refusal = masterRefusal(
                by: check,
                account.endUser,
                request,
                policy: policy,
                models: models,
                demand: demand,
                claims
            )
            return report(on: check, refusal, limits, demand, nil)
                ?? report(on: check, refusal, subject(of: check, account.endUser, request, policy))
        }
    }

    /// What a check compares.
    private struct Subject {
        /// nil: there is nobody whose rule could be asked.
        var entity: AdmissionEntity?
        /// The list or time that is compared with; nil: it sets no limit.
        var limit: JSON?
        var used: JSON = .null
        /// Why it passes without comparing, where that is not for want of a limit.
        var waiver: String?
    }

    private static func report(
        on check: Check,
        _ refusal: Refusal?,
        _ subject: Subject
    ) -> CheckReport {
        let detail =
            if let refusal {
                refusal.sentence
            } else if subject.entity == nil {
                "Nothing to check: \(check.absence)."
            } else {
                subject.waiver ?? (subject.limit == nil ? "Not limited." : "Granted.")
            }
        return CheckReport(
            check,
            subject.entity,
            passed: refusal == nil,
            limit: subject.limit ?? .null,
            used: subject.used,
            detail: detail
        )
    }

    private static func subject(
        of check: Check,
        _ chain: AccountChain,
        _ request: AdmissionRequest,
        _ policy: AdmissionPolicy,
        _ now: Timestamp
    ) -> Subject {
        let key = AdmissionEntity.key(of: chain.key.row)
        let team = chain.team.map { AdmissionEntity.team($0.row.teamID) }
        let user = chain.user.map { AdmissionEntity.user($0.row.userID) }
        switch check {
        case .proxyRoutes, .endUserBlocked, .endUserModels:
            return subject(of: check, chain.endUser, request, policy)
        case .keyBlocked: return Subject(entity: key, waiver: "Not blocked.")
        case .keyModels: return keyModelsSubject(chain, request)
        case .ownerActive: return Subject(entity: user, waiver: "Active.")
        case .keyExpiry:
            let expires = chain.key.row.expires
            return Subject(
                entity: key,
                limit: expires.map { .string($0.rfc3339) },
                used: .string(now.rfc3339),
                waiver: expires == nil ? "Never expires." : "Not expired."
            )
        case .keyRoutes: return routes(key, chain.key.row.allowedRoutes, request)
        case .teamBlocked: return Subject(entity: team, waiver: "Not blocked.")
        case .teamModels:
            let list = chain.team?.row.models ?? []
            return listed(
                team,
                list,
                request,
                with: list.isEmpty
                    ? [] : chain.teamAccessGroupModels + chain.keyOwnedAccessGroupModels
            )
        case .memberModels:
            return listed(
                member(of: chain),
                chain.teamMemberBudget?.row.allowedModels ?? [],
                request
            )
        case .userModels:
            let isAsked = chain.key.row.teamID == nil
            return listed(isAsked ? user : nil, chain.user?.row.models ?? [], request)
        case .teamMemberBudget, .keyBudget, .keyModelBudget, .userModelBudget, .teamBudget,
            .organizationBudget, .userBudget, .organizationMemberBudget, .endUserBudget,
            .globalBudget, .teamModelBudget, .teamMemberModelBudget, .endUserModelBudget,
            .keyRates, .userRates, .teamRates, .teamMemberRates, .endUserRates, .keyModelRates,
            .teamModelRates, .organizationRates, .organizationModelRates, .userModelRates,
            .teamMemberModelRates, .endUserModelRates:
            return Subject()
        }
    }

    private static func subject(
        of check: Check,
        _ endUser: Cached<EndUserRow>?,
        _ request: AdmissionRequest,
        _ policy: AdmissionPolicy
    ) -> Subject {
        let entity = endUser.map { AdmissionEntity.endUser($0.row.userID) }
        switch check {
        case .proxyRoutes:
            return routes(.global, policy.allowedRoutes.map { $0.sorted() }, request)
        case .endUserBlocked:
            let isIgnored = endUser?.row.isBlocked ?? false && !policy.enforcesBlockedEndUsers
            return Subject(
                entity: entity,
                waiver: isIgnored
                    ? "Blocked, but enforce_blocked_end_users is off." : "Not blocked."
            )
        case .endUserModels: return listed(entity, endUser?.row.models ?? [], request)
        case .keyBlocked, .keyModels, .ownerActive, .keyExpiry, .keyRoutes, .teamBlocked,
            .teamModels, .memberModels, .userModels:
            return Subject()
        case .teamMemberBudget, .keyBudget, .keyModelBudget, .userModelBudget, .teamBudget,
            .organizationBudget, .userBudget, .organizationMemberBudget, .endUserBudget,
            .globalBudget, .teamModelBudget, .teamMemberModelBudget, .endUserModelBudget,
            .keyRates, .userRates, .teamRates, .teamMemberRates, .endUserRates, .keyModelRates,
            .teamModelRates, .organizationRates, .organizationModelRates, .userModelRates,
            .teamMemberModelRates, .endUserModelRates:
            return Subject()
        }
    }

    private static func keyModelsSubject(
        _ chain: AccountChain,
        _ request: AdmissionRequest
    ) -> Subject {
        let key = AdmissionEntity.key(of: chain.key.row)
        let list = chain.key.row.models
        var subject = listed(
            key,
            list,
            request,
            with: list.isEmpty ? [] : chain.keyAccessGroupModels
        )
        if list.contains(ModelRules.allTeamModels) {
            subject.waiver = "The key has the models of its team (all-team-models)."
        }
        return subject
    }

    private static func listed(
        _ entity: AdmissionEntity?,
        _ list: [String],
        _ request: AdmissionRequest,
        with groups: [String] = []
    ) -> Subject {
        Subject(
            entity: entity,
            limit: list.isEmpty ? JSON?.none : strings(list + groups),
            used: request.models.json,
            waiver: request.models == .none ? "The request names no model." : nil
        )
    }

    private static func routes(
        _ entity: AdmissionEntity,
        _ list: [String]?,
        _ request: AdmissionRequest
    ) -> Subject {
        // An empty list of the proxy allows no route, an empty one of a key every route.
        let isLimited = entity == .global ? list != nil : list?.isEmpty == false
        return Subject(
            entity: entity,
            limit: isLimited ? strings(list ?? []) : JSON?.none,
            used: .optional(request.route),
            waiver: request.route == nil ? "The request names no route." : nil
        )
    }

    private static func member(of chain: AccountChain) -> AdmissionEntity? {
        guard chain.teamMember != nil, let team = chain.key.row.teamID,
            let user = chain.key.row.userID
        else { return nil }
        return .teamMember(team: team, user: user)
    }

    private static func strings(_ list: [String]) -> JSON {
        .array(list.map(JSON.string))
    }
}

extension RequestedModels {
    /// The models as `key.explain` shows them.
    fileprivate var json: JSON {
        switch self {
        case .none: .null
        case .one(let name): .string(name)
        case .several(let names): .array(names.map(JSON.string))
        }
    }
}

extension Check {
    /// What is missing where a check has nobody to ask.
    fileprivate var absence: String {
        switch self {
        case .proxyRoutes, .keyBlocked, .keyModels, .keyExpiry, .keyRoutes: "there is no key"
        case .ownerActive: "the key has no user, or no row of that user exists"
        case .teamBlocked, .teamModels: "the key has no team, or no row of that team exists"
        case .memberModels: "the key's user has no membership row in the key's team"
        case .userModels: "a user's models bind only keys without a team"
        case .endUserBlocked, .endUserModels: "the request names no end user that has a row"
        case .teamMemberBudget, .keyBudget, .keyModelBudget, .userModelBudget, .teamBudget,
            .organizationBudget, .userBudget, .organizationMemberBudget, .endUserBudget,
            .globalBudget, .teamModelBudget, .teamMemberModelBudget, .endUserModelBudget,
            .keyRates, .userRates, .teamRates, .teamMemberRates, .endUserRates, .keyModelRates,
            .teamModelRates, .organizationRates, .organizationModelRates, .userModelRates,
            .teamMemberModelRates, .endUserModelRates:
            "nobody sets such a limit"
        }
    }
}
