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
    /// - Returns: nil if rows have to be read first; they are on their way.
    func authorizeNow(
        _ call: AuthorizeCall,
        by caller: Caller
    ) -> Result<Authorization, WireError>? {
        let rules = rules
        if rules.isMaster(call.token) { return authorizeMasterNow(call.request, caller, rules) }
        if let fault = call.fault { return .failure(Refusal.malformedKey(fault).wireError) }
        let now = clock.now()
        let decision = accounts.decide(
            token: call.token,
            endUserID: call.request.endUserID,
            sharedRows: rules.policy.sharedRows,
            now: now
        ) { chain, models, limits in
            rules.judge(chain, call.request, models, now, caller, &limits)
        }
        return authorization(of: decision, call, caller)
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
            rules.judge(chain, call.request, models, now, caller, &limits)
        }
        return authorization(of: decision, call, caller) ?? .failure(Self.unavailable)
    }

    /// Words what was decided; the lock is given back by now.
    private func authorization(
        of decision: Decision<Judgement>,
        _ call: AuthorizeCall,
        _ caller: Caller
    ) -> Result<Authorization, WireError>? {
        switch outcome(of: decision) {
        case nil: nil
        case .failure(let error)?: .failure(error)
        case .success(let judgement)?:
            switch judgement.verdict {
            case .allowed(let admittance):
                .success(
                    .key(
                        judgement.key,
                        endUserID: call.request.endUserID,
                        watched(admittance, caller)
                    )
                )
            case .refused(let refusal): .failure(refusal.wireError)
            }
        }
    }

    /// What is taken out of the lock: a verdict, and what the answer says of the key.
    fileprivate struct Judgement: Sendable {
        let key: AuthorizedKey
        let verdict: Verdict
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
        guard let reports = outcome(of: decision) else { throw Self.unavailable }
        return try reports.get()
    }

    private func outcome<Value>(
        of decision: Decision<Value>
    ) -> Result<Value, WireError>? {
        switch decision {
        case .decided(let value): .success(value)
        case .unknownKey: .failure(Refusal.unknownKey.wireError)
        case .mustWait: nil
        case .overloaded(let delay): .failure(Self.overloaded(delay))
        case .unavailable: .failure(Self.unavailable)
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

    private static let unavailable = WireError(
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

    fileprivate func judge(
        _ chain: AccountChain,
        _ request: AdmissionRequest,
        _ models: ProxyModels,
        _ now: Moment,
        _ caller: Caller,
        _ limits: inout LimitMeters
    ) -> Authorizer.Judgement {
        let verdict = AdmissionRules.verdict(
            chain,
            request,
            policy: policy,
            models: models,
            now: now,
            holder: GrantHolder(caller),
            limits: &limits
        )
        return Authorizer.Judgement(key: AuthorizedKey(chain), verdict: verdict)
    }
}
