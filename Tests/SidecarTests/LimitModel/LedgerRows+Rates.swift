import Store

@testable import Sidecar

/// Which rates bind a call, in the order in which they are asked.
extension LedgerRows {
    func rates(_ call: LedgerCall) -> [LedgerRate] {
        let chain = chain(call)
        let memberTier = budget(chain.member?.budgetID)
        let endUserTier = endUserTier(chain)
        var rates = [LedgerRate(name: "key_rates", scope: chain.keyScope, terms: keyTerms(chain))]
        func add(_ name: String, _ scope: LedgerScope, _ terms: RateTerms?) {
            guard var terms else { return }
            if !policy.enforcesParallelLimits { terms.parallelRequests = nil }
            rates.append(LedgerRate(name: name, scope: scope, terms: terms))
        }
        func addModel(
            _ name: String,
            _ scope: LedgerScope,
            _ facts: KeyMetadata?,
            _ limits: [String: ModelLimit]?
        ) {
            guard let model = call.model else { return }
            let requests = Self.limit(of: model, in: facts?.modelRequestsPerMinute ?? [:])
            let tokens = Self.limit(of: model, in: facts?.modelTokensPerMinute ?? [:])
            let limit = Self.limit(of: model, in: limits ?? [:])
            guard let known = requests?.0 ?? tokens?.0 ?? limit?.0 else { return }
            var terms = RateTerms()
            terms.requestsPerMinute = [requests?.1, limit?.1.rates.requestsPerMinute]
                .compactMap(\.self).min()
            terms.tokensPerMinute = [tokens?.1, limit?.1.rates.tokensPerMinute]
                .compactMap(\.self).min()
            rates.append(LedgerRate(name: name, scope: scope.of(model: known), terms: terms))
        }
        add("user_rates", chain.userScope, chain.user?.rates)
        add("team_rates", chain.teamScope, chain.team?.rates)
        add("team_member_rates", chain.memberScope, memberTier?.rates)
        add("end_user_rates", chain.endUserScope, endUserTier?.rates)
        addModel("key_model_rates", chain.keyScope, chain.key.facts, keyModelLimits(chain))
        addModel("team_model_rates", chain.teamScope, chain.team?.facts, chain.team?.modelLimits)
        let organizationTier = budget(chain.organization?.budgetID)
        add("organization_rates", chain.organizationScope, organizationTier?.rates)
        addModel(
            "organization_model_rates",
            chain.organizationScope,
            chain.organization?.facts,
            nil
        )
        addModel("user_model_rates", chain.userScope, nil, chain.user?.modelLimits)
        addModel("team_member_model_rates", chain.memberScope, nil, memberTier?.modelLimits)
        addModel("end_user_model_rates", chain.endUserScope, nil, endUserTier?.modelLimits)
        return rates
    }

    /// A budget row gives a key its rates where the key has none of its own, and slots where the
    /// setting has others' limited.
    private func keyTerms(_ chain: LedgerChain) -> RateTerms {
        var terms = chain.key.rates
        let tier = keyTier(chain)?.rates
        terms.requestsPerMinute = terms.requestsPerMinute ?? tier?.requestsPerMinute
        terms.tokensPerMinute = terms.tokensPerMinute ?? tier?.tokensPerMinute
        if policy.enforcesParallelLimits {
            terms.parallelRequests = terms.parallelRequests ?? tier?.parallelRequests
        }
        return terms
    }
}
