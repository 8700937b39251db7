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
                "proxy_routes", "key_blocked", "key_models", "owner_active", "key_expiry",
                "key_routes", "team_blocked", "team_models", "team_member_models", "user_models",
                "end_user_blocked", "end_user_models",
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
        #expect(Check.masterOrder == [.proxyRoutes, .endUserBlocked, .endUserModels])
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
        let verdict = AdmissionRules.masterVerdict(
            endUser: nil,
            isEndUserVerified: false,
            Self.request,
            policy: AdmissionPolicy(),
            models: ProxyModels()
        )
        #expect(
            verdict
                == .allowed(warnings: [AdmissionWarning(.endUserUnverified, .endUser("e1"))])
        )
    }

    private func master(_ world: AdmissionWorld) -> Refusal? {
        AdmissionRules.masterVerdict(
            endUser: world.chain.endUser,
            Self.request,
            policy: world.policy,
            models: world.models
        ).refusal
    }

    private func firstRefusal(in world: AdmissionWorld) -> Refusal? {
        for check in Check.order {
            let refusal = AdmissionRules.refusal(
                by: check,
                world.chain,
                Self.request,
                policy: world.policy,
                models: world.models,
                now: world.now
            )
            if let refusal { return refusal }
        }
        return nil
    }
}
