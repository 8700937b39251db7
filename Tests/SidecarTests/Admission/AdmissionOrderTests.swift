import Store
import Testing
import Wire

@testable import Sidecar

/// The order of the checks, seen from outside: a world in which all fail is repaired step by step.
struct AdmissionOrderTests {
    /// A request that every check has something against.
    static let request = AdmissionRequest(model: "x", endUserID: "e1", route: "/x")

    /// What is wrong, in the order in which it must be reported, each with its repair.
    static let faults: [(check: Check, repair: @Sendable (inout AdmissionWorld) -> Void)] = [
        (.proxyRoutes, { $0.policy.allowedRoutes = nil }),
        (.keyBlocked, { $0.key.isBlocked = false }),
        (.keyModels, { $0.key.models = ["x"] }),
        (.ownerActive, { $0.user?.isActive = true }),
        (.keyExpiry, { $0.key.expires = nil }),
        (.keyRoutes, { $0.key.allowedRoutes = ["/x"] }),
        (.teamBlocked, { $0.team?.isBlocked = false }),
        (.teamModels, { $0.team?.models = ["x"] }),
        (.memberModels, { $0.memberModels = ["x"] }),
        (.endUserBlocked, { $0.endUser?.isBlocked = false }),
        (.endUserModels, { $0.endUser?.models = ["x"] }),
    ]

    static let worst = AdmissionWorld {
        $0.policy.allowedRoutes = []
        $0.policy.enforcesBlockedEndUsers = true
        $0.key.isBlocked = true
        $0.key.models = ["other"]
        $0.key.expires = Timestamp(milliseconds: 0)
        $0.key.allowedRoutes = ["/other"]
        $0.giveToUser { $0.isActive = false }
        $0.joinTeam {
            $0.isBlocked = true
            $0.models = ["other"]
        }
        $0.memberModels = ["other"]
        $0.serveEndUser {
            $0.isBlocked = true
            $0.models = ["other"]
        }
    }

    @Test func `The checks stand in the proxy's order`() {
        #expect(
            Check.order.map(\.rawValue) == [
                "proxy_routes", "key_blocked", "key_models", "owner_active", "team_member_budget",
                "key_expiry", "key_budget", "key_model_budget", "user_model_budget",
                "key_routes", "team_blocked", "team_models", "team_member_models", "user_models",
                "end_user_blocked", "end_user_models", "team_budget", "organization_budget",
                "user_budget", "organization_member_budget", "end_user_budget", "global_budget",
                "team_model_budget", "team_member_model_budget", "end_user_model_budget",
                "key_rates", "user_rates", "team_rates", "team_member_rates", "end_user_rates",
                "key_model_rates", "team_model_rates", "organization_rates",
                "organization_model_rates", "user_model_rates", "team_member_model_rates",
                "end_user_model_rates",
            ]
        )
    }

    @Test func `Each repair uncovers the next failure in order`() {
        var world = Self.worst
        for (number, fault) in Self.faults.enumerated() {
            let failed = world.explanation(Self.request).filter { !$0.passed }.map(\.check)
            #expect(failed == Self.faults[number...].map(\.check))
            #expect(world.verdict(Self.request).refusal == firstRefusal(in: world))
            fault.repair(&world)
        }
        #expect(world.verdict(Self.request) == .allowed(warnings: []))
    }

    @Test func `A user's models come before a blocked end user`() {
        let world = AdmissionWorld {
            $0.policy.enforcesBlockedEndUsers = true
            $0.giveToUser { $0.models = ["other"] }
            $0.serveEndUser { $0.isBlocked = true }
        }
        #expect(world.refusal(model: "x") == .modelNotAllowed(.user("u1"), model: "x"))
        #expect(world.refusal() == .blocked(.endUser("e1")))
    }

    @Test func `A key that is blocked and expired is reported as blocked`() {
        let world = AdmissionWorld {
            $0.key.isBlocked = true
            $0.key.expires = Timestamp(milliseconds: 0)
        }
        #expect(world.refusal() == .blocked(AdmissionWorld.key))
    }

    @Test func `A wrong model is reported before expiry, expiry before a blocked team`() {
        var world = AdmissionWorld {
            $0.key.models = ["a"]
            $0.key.expires = Timestamp(milliseconds: 0)
            $0.joinTeam { $0.isBlocked = true }
        }
        #expect(world.refusal(model: "b") == .modelNotAllowed(AdmissionWorld.key, model: "b"))
        #expect(world.refusal(model: "a")?.kind == .keyExpired)
        world.key.expires = nil
        #expect(world.refusal(model: "a") == .blocked(.team("t1")))
    }

    @Test func `The master key is bound by the proxy's routes and by the end user alone`() {
        #expect(
            Check.masterOrder == [
                .proxyRoutes, .endUserBlocked, .endUserModels, .endUserBudget, .globalBudget,
                .endUserModelBudget, .endUserRates, .endUserModelRates,
            ]
        )
        var world = Self.worst
        #expect(master(world) == .routeNotAllowed(.global, route: "/x"))
        world.policy.allowedRoutes = ["/x"]
        #expect(master(world) == .blocked(.endUser("e1")))
        world.policy.enforcesBlockedEndUsers = false
        #expect(master(world) == .modelNotAllowed(.endUser("e1"), model: "x"))
        world.endUser?.models = []
        #expect(master(world) == nil)
    }

    @Test func `An unverified end user is warned about under the master key too`() {
        var account = EndUserAccount()
        account.isVerified = false
        let verdict = masterVerdict(account, AdmissionWorld())
        #expect(
            verdict
                == .allowed(warnings: [AdmissionWarning(.endUserUnverified, .endUser("e1"))])
        )
    }

    private func master(_ world: AdmissionWorld) -> Refusal? {
        var account = EndUserAccount()
        account.endUser = world.chain.endUser
        return masterVerdict(account, world).refusal
    }

    private func masterVerdict(_ account: EndUserAccount, _ world: AdmissionWorld) -> Verdict {
        var limits = world.limits
        return Verdict { admittance in
            AdmissionRules.judgeMaster(
                account,
                Self.request,
                policy: world.policy,
                models: world.models,
                now: world.moment,
                holder: GrantHolder(userID: 1_000, connection: 1) { GrantSecret(0, 1) },
                limits: &limits,
                admittance: &admittance
            )
        }
    }

    private func firstRefusal(in world: AdmissionWorld) -> Refusal? {
        let reports = world.explanation(Self.request)
        guard let failed = reports.first(where: { !$0.passed }) else { return nil }
        return AdmissionRules.refusal(
            by: failed.check,
            world.chain,
            Self.request,
            policy: world.policy,
            models: world.models,
            demand: LimitDemand(now: world.moment),
            world.limits.claims
        )
    }
}
