import NIOConcurrencyHelpers
package import Store
import Wire

/// Judges credentials: the master key by itself, every other key by the rows in memory.
package final class Authorizer: Sendable {
    let accounts: Accounts
    let clock: any MomentSource
    /// Not `Locked`: looked at with each call, it has to be inlined here.
    private let current: NIOLockedValueBox<Rules>

    package init(accounts: Accounts, rules: Rules, clock: any MomentSource = SystemClock()) {
        self.accounts = accounts
        self.clock = clock
        current = NIOLockedValueBox(rules)
    }

    /// What the settings say; replaced as a whole when they are read again.
    package final class Rules: Sendable {
        let policy: AdmissionPolicy
        /// The hash of the master key, if there is one.
        let master: TokenHash?

        package init(policy: AdmissionPolicy, masterKey: Secret?) {
            self.policy = policy
            master = masterKey.map { TokenHash(ofKey: $0.reveal()) }
        }
    }

    /// Judges by these rules from now on.
    package func replaceRules(_ rules: Rules) {
        current.withLockedValue { $0 = rules }
    }

    private var rules: Rules { current.withLockedValue { $0 } }

    /// Whether this is the hash of the master key.
    func isMaster(_ token: TokenHash) -> Bool { rules.isMaster(token) }

    /// The user row that counts what the proxy spends as a whole, where that is limited.
    var proxyUserID: String? {
        rules.policy.sharedRows.globalBudgetUser?.text
    }

    /// The rows that bind every request, as the settings name them.
    var sharedRows: SharedRows { current.withLockedValue(\.self).policy.sharedRows }

    /// Judges from memory, on the calling thread.
    ///
    /// - Parameters:
    ///   - call: What is asked.
    ///   - caller: Who asks.
    ///   - authorization: Where what the answer says goes, if the call is let in.
    /// - Returns: what came of it.
    func authorizeNow(
        _ call: AuthorizeCall,
        by caller: Caller,
        into authorization: inout Authorization
    ) -> Outcome {
        let rules = rules
        authorization.endUserID = call.request.endUserID
        if rules.isMaster(call.token) {
            return authorizeMasterNow(call.request, caller, rules, into: &authorization)
        }
        if let fault = call.fault { return .failed(Refusal.malformedKey(fault).wireError) }
        let now = clock.now()
        var refusal: Refusal?
        let decision = accounts.judge(
            token: call.token,
            endUserID: call.request.endUserID,
            sharedRows: rules.policy.sharedRows,
            now: now
        ) { chain, models, limits in
            refusal = rules.judge(
                chain,
                call.request,
                models,
                now,
                caller,
                &limits,
                &authorization
            )
        }
        if case .decided = decision { return finish(refusal, &authorization, caller) }
        return undecided(decision)
    }

    /// What came of a call.
    enum Outcome: Sendable {
        /// Let in.
        case allowed
        /// Rows have to be read first; they are on their way.
        case mustRead
        case failed(WireError)
    }

    /// Judges, reading from the database what is not in memory.
    func authorize(
        _ call: AuthorizeCall,
        by caller: Caller
    ) async -> Result<Authorization, WireError> {
        let rules = rules
        if rules.isMaster(call.token) { return await authorizeMaster(call.request, caller, rules) }
        if let fault = call.fault { return .failure(Refusal.malformedKey(fault).wireError) }
        let decision = await accounts.decideWaiting(
            token: call.token,
            endUserID: call.request.endUserID,
            sharedRows: rules.policy.sharedRows
        ) { chain, models, limits, now in
            var judged = Judgement(Authorization(endUserID: call.request.endUserID))
            judged.refusal = rules.judge(
                chain,
                call.request,
                models,
                now,
                caller,
                &limits,
                &judged.authorization
            )
            return judged
        }
        guard case .decided(var judged) = decision else {
            return .failure(failure(of: decision) ?? Self.unavailable)
        }
        return result(of: finish(judged.refusal, &judged.authorization, caller), judged)
    }

    func result(of outcome: Outcome, _ judged: Judgement) -> Result<Authorization, WireError> {
        switch outcome {
        case .allowed: .success(judged.authorization)
        case .failed(let error): .failure(error)
        case .mustRead: .failure(Self.unavailable)
        }
    }

    /// What is taken out of the lock where a task has waited.
    struct Judgement: Sendable {
        var authorization: Authorization
        var refusal: Refusal?

        init(_ authorization: Authorization) {
            self.authorization = authorization
        }
    }

    /// What is left to be done; the lock is given back by now.
    func finish(
        _ refusal: Refusal?,
        _ authorization: inout Authorization,
        _ caller: Caller
    ) -> Outcome {
        if let refusal { return .failed(refusal.wireError) }
        if authorization.admittance.watchesConnection { watch(caller) }
        // It is asked for again and again: what answers say of it is made once.
        if authorization.wantsKeeping, case .key(let key) = authorization.credential {
            accounts.keep(AnswerWriter.text { key.write(to: &$0) }, key.row, key.team)
        }
        return .allowed
    }

    private func undecided(_ decision: Decision<Void>) -> Outcome {
        if case .mustWait = decision { return .mustRead }
        return .failed(failure(of: decision) ?? Self.unavailable)
    }

    /// Every check on a key, taking nothing; nil for a key that does not exist.
    func explain(_ call: AuthorizeCall) async throws(WireError) -> [CheckReport]? {
        let rules = rules
        if rules.isMaster(call.token) { return await explainMaster(call.request, rules) }
        if call.fault != nil { return nil }
        let decision = await accounts.decideWaiting(
            token: call.token,
            endUserID: call.request.endUserID,
            sharedRows: rules.policy.sharedRows
        ) { chain, models, limits, now in
            AdmissionRules.explain(
                chain,
                call.request,
                policy: rules.policy,
                models: models,
                now: now,
                limits: &limits
            )
        }
        if case .unknownKey = decision { return nil }
        guard case .decided(let reports) = decision else {
            throw failure(of: decision) ?? Self.unavailable
        }
        return reports
    }

    private func failure<Value>(of decision: Decision<Value>) -> WireError? {
        switch decision {
        case .decided, .mustWait: nil
        case .unknownKey: Refusal.unknownKey.wireError
        case .overloaded(let delay): Self.overloaded(delay)
        case .unavailable: Self.unavailable
        }
    }

    private static func overloaded(_ delay: Duration) -> WireError {
        var context = WireError.Context()
        context.retryAfterMilliseconds = max(1, delay.wholeMilliseconds)
        return WireError(
            .overloaded,
            "Too many unknown keys are looked up (cache.unknown_reads_per_second). Try again.",
            context
        )
    }

    static let unavailable = WireError(
        .storeUnavailable,
        "The database cannot be asked now, and what is in memory does not decide this. Try again."
    )
}

extension Authorizer.Rules {
    /// Compares digests of equal length, so that the time tells nothing about the master key.
    fileprivate func isMaster(_ token: TokenHash) -> Bool {
        guard let master else { return false }
        return master.equalsInConstantTime(token)
    }

    /// - Returns: why the call is refused; nil where it is let in, as `authorization` says.
    fileprivate func judge(
        _ chain: AccountChain,
        _ request: AdmissionRequest,
        _ models: ProxyModels,
        _ now: Moment,
        _ caller: Caller,
        _ limits: inout LimitMeters,
        _ authorization: inout Authorization
    ) -> Refusal? {
        let refusal = AdmissionRules.judge(
            chain,
            request,
            policy: policy,
            models: models,
            now: now,
            holder: GrantHolder(caller),
            limits: &limits,
            admittance: &authorization.admittance
        )
        guard refusal == nil else { return refusal }
        authorization.credential = .key(AuthorizedKey.of(chain))
        authorization.wantsKeeping = chain.answer.isWanted
        authorization.isFresh = chain.isFresh
        return nil
    }
}
