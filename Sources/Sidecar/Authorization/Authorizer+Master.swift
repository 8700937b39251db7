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

    /// - Returns: nil if the end user has to be read first; it is on its way.
    func authorizeMasterNow(
        _ request: AdmissionRequest,
        _ rules: Rules
    ) -> Result<Authorization, WireError>? {
        guard let id = request.endUserID else { return rules.authorizeMaster(request) }
        let decision = accounts.decide(endUserID: id, now: clock.now()) { account, models in
            rules.authorizeMaster(request, account, models)
        }
        switch decision {
        case .decided(let verdict): return verdict
        case .mustWait: return nil
        case .unknownKey, .overloaded, .unavailable:
            return rules.authorizeMaster(request, .unverified)
        }
    }

    /// The same, reading from the database what is not in memory.
    func authorizeMaster(
        _ request: AdmissionRequest,
        _ rules: Rules
    ) async -> Result<Authorization, WireError> {
        await withEndUser(of: request) { account, models in
            rules.authorizeMaster(request, account, models)
        }
    }

    /// Every check on the master key.
    func explainMaster(_ request: AdmissionRequest, _ rules: Rules) async -> [CheckReport] {
        await withEndUser(of: request) { account, models in
            AdmissionRules.explainMaster(
                endUser: account.endUser,
                request,
                policy: rules.policy,
                models: models
            )
        }
    }

    private func withEndUser<Verdict: Sendable>(
        of request: AdmissionRequest,
        _ rule: @escaping @Sendable (EndUserAccount, ProxyModels) -> Verdict
    ) async -> Verdict {
        guard let id = request.endUserID else { return rule(EndUserAccount(), ProxyModels()) }
        let decision = await withTaskGroup(of: Decision<Verdict>.self) { group in
            group.addTask {
                await self.accounts.decideWaiting(endUserID: id) { account, models, _ in
                    rule(account, models)
                }
            }
            group.addTask {
                try? await Task.sleep(for: Self.endUserPatience)
                return .unavailable
            }
            defer { group.cancelAll() }
            return await group.next() ?? .unavailable
        }
        guard case .decided(let verdict) = decision else {
            return rule(.unverified, ProxyModels())
        }
        return verdict
    }
}

extension Authorizer.Rules {
    fileprivate func authorizeMaster(
        _ request: AdmissionRequest,
        _ account: EndUserAccount = EndUserAccount(),
        _ models: ProxyModels = ProxyModels()
    ) -> Result<Authorization, WireError> {
        let verdict = AdmissionRules.masterVerdict(
            endUser: account.endUser,
            isEndUserVerified: account.isVerified,
            request,
            policy: policy,
            models: models
        )
        switch verdict {
        case .allowed(let warnings):
            return .success(.master(request, warnings, isFresh: account.isFresh))
        case .refused(let refusal): return .failure(refusal.wireError)
        }
    }
}
