import Store
import Wire

/// The master key: no row of a key binds it, those of the end user that it is shown for do.
///
/// It works in every state of the database. An end user that cannot be looked up is let through
/// without its limits, and the answer says so.
extension Authorizer {
    /// How long the master key waits for its end user, so that it works also while the database
    /// does not answer; less than any request may take that is not cut very short.
    static let endUserPatience = Duration.seconds(2)

    /// Judges at once; where the end user has to be read first, that is on its way.
    func authorizeMasterNow(
        _ request: AdmissionRequest,
        _ caller: Caller,
        _ rules: Rules,
        into authorization: inout Authorization
    ) -> Outcome {
        let now = clock.now()
        let decision = accounts.decide(
            endUserID: request.endUserID,
            sharedRows: rules.policy.sharedRows,
            now: now
        ) { account, models, limits in
            rules.judgeMaster(request, account, models, now, caller, &limits)
        }
        if case .mustWait = decision { return .mustRead }
        let judged = judgement(of: decision, request, caller, rules)
        authorization = judged.authorization
        return finish(judged.refusal, &authorization, caller)
    }

    /// The same, reading from the database what is not in memory.
    func authorizeMaster(
        _ request: AdmissionRequest,
        _ caller: Caller,
        _ rules: Rules
    ) async -> Result<Authorization, WireError> {
        let decision = await withEndUser(of: request, rules) { account, models, limits, now in
            rules.judgeMaster(request, account, models, now, caller, &limits)
        }
        // Nobody is told, so nothing may be taken.
        if case .unavailable = decision, Task.isCancelled { return .failure(Self.unavailable) }
        var judged = judgement(of: decision, request, caller, rules)
        return result(of: finish(judged.refusal, &judged.authorization, caller), judged)
    }

    /// What was decided; by nobody's limits where nothing could be looked up.
    private func judgement(
        of decision: Decision<Judgement>,
        _ request: AdmissionRequest,
        _ caller: Caller,
        _ rules: Rules
    ) -> Judgement {
        if case .decided(let judged) = decision { return judged }
        return accounts.update { cache, now in
            cache.withLimits { limits in
                rules.judgeMaster(request, .unverified, ProxyModels(), now, caller, &limits)
            }
        }
    }

    /// Every check on the master key.
    func explainMaster(_ request: AdmissionRequest, _ rules: Rules) async -> [CheckReport] {
        let rule: MasterRule<[CheckReport]> = { account, models, limits, now in
            AdmissionRules.explainMaster(
                account,
                request,
                policy: rules.policy,
                models: models,
                now: now,
                limits: &limits
            )
        }
        let decision = await withEndUser(of: request, rules, rule)
        if case .decided(let reports) = decision { return reports }
        return accounts.update { cache, now in
            cache.withLimits { rule(.unverified, ProxyModels(), &$0, now) }
        }
    }

    private typealias MasterRule<Verdict> =
        @Sendable (EndUserAccount, ProxyModels, inout LimitMeters, Moment) -> Verdict

    /// Judges once the rows are there; not if they come after the patience has ended, since then
    /// the call is judged without them, and must not take twice.
    private func withEndUser<Verdict: Sendable>(
        of request: AdmissionRequest,
        _ rules: Rules,
        _ rule: @escaping MasterRule<Verdict>
    ) async -> Decision<Verdict> {
        let isJudged = Locked(false)
        return await withTaskGroup(of: Decision<Verdict?>.self) { group in
            group.addTask {
                await self.accounts.decideWaiting(
                    endUserID: request.endUserID,
                    sharedRows: rules.policy.sharedRows
                ) { account, models, limits, now in
                    isJudged.turnsTrue() ? rule(account, models, &limits, now) : nil
                }
            }
            group.addTask {
                try? await Task.sleep(for: Self.endUserPatience)
                return isJudged.turnsTrue() ? .unavailable : .decided(nil)
            }
            defer { group.cancelAll() }
            while let decision = await group.next() {
                if let mine = decision.unwrapped() { return mine }
            }
            return .unavailable
        }
    }
}

extension Locked<Bool> {
    /// Whether it was false until now; it is true from now on.
    fileprivate func turnsTrue() -> Bool {
        withLock { value in
            defer { value = true }
            return !value
        }
    }
}

extension Decision {
    /// nil where the other of two has judged.
    fileprivate func unwrapped<Given>() -> Decision<Given>? where Verdict == Given? {
        switch self {
        case .decided(let verdict): verdict.map { .decided($0) }
        case .mustWait: .mustWait
        case .unknownKey: .unknownKey
        case .overloaded(let delay): .overloaded(retryAfter: delay)
        case .unavailable: .unavailable
        }
    }
}

extension Authorizer.Rules {
    fileprivate func judgeMaster(
        _ request: AdmissionRequest,
        _ account: EndUserAccount,
        _ models: ProxyModels,
        _ now: Moment,
        _ caller: Caller,
        _ limits: inout LimitMeters
    ) -> Authorizer.Judgement {
        var judged = Authorizer.Judgement(Authorization(endUserID: request.endUserID))
        judged.authorization.isFresh = account.isFresh
        judged.refusal = AdmissionRules.judgeMaster(
            account,
            request,
            policy: policy,
            models: models,
            now: now,
            holder: GrantHolder(caller),
            limits: &limits,
            admittance: &judged.authorization.admittance
        )
        return judged
    }
}
