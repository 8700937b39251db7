import Store
import Testing

@testable import Sidecar

/// A test per row of the proxy's tables of checks, those of money and rates excepted.
struct AdmissionRulesTests {
    @Test func `A key without limits is allowed everything`() {
        let request = AdmissionRequest(model: "gpt-4o", endUserID: "e1", route: "/any")
        #expect(AdmissionWorld().verdict(request) == .allowed(warnings: []))
    }

    @Test func `A blocked key is refused`() {
        let world = AdmissionWorld { $0.key.isBlocked = true }
        #expect(world.refusal() == .blocked(AdmissionWorld.key))
    }

    @Test func `A key may use only the models of its list`() {
        let world = AdmissionWorld { $0.key.models = ["gpt-4o", "o3"] }
        #expect(world.refusal(model: "o3") == nil)
        #expect(
            world.refusal(model: "claude")
                == .modelNotAllowed(AdmissionWorld.key, model: "claude")
        )
    }

    @Test func `A request without a model is asked for no model list`() {
        let world = AdmissionWorld {
            $0.key.models = ["gpt-4o"]
            $0.giveToUser { $0.models = ["no-default-models"] }
            $0.serveEndUser { $0.models = ["gpt-4o"] }
        }
        #expect(world.refusal() == nil)
        #expect(world.refusal(model: " , ") == nil)
    }

    @Test func `The access groups of a key grant what its list does not`() {
        let world = AdmissionWorld {
            $0.key.models = ["gpt-4o"]
            $0.keyGroupModels = ["claude"]
        }
        #expect(world.refusal(model: "claude") == nil)
        #expect(world.refusal(model: "gpt-4o") == nil)
        #expect(world.refusal(model: "o3") != nil)
    }

    @Test func `The access groups of a key with an empty list take nothing away`() {
        let world = AdmissionWorld { $0.keyGroupModels = ["claude"] }
        #expect(world.refusal(model: "gpt-4o") == nil)
    }

    @Test func `A batch is granted by a key's list or by its access groups, not by both together`()
    {
        let world = AdmissionWorld {
            $0.key.models = ["a", "b"]
            $0.keyGroupModels = ["c", "d"]
        }
        #expect(world.refusal(model: "a,b") == nil)
        #expect(world.refusal(model: "c, d") == nil)
        #expect(world.refusal(model: "a,c") == .modelNotAllowed(AdmissionWorld.key, model: "c"))
    }

    @Test func `A key is refused whose user the identity provider switched off`() {
        let world = AdmissionWorld { $0.giveToUser { $0.isActive = false } }
        #expect(world.refusal() == .ownerDeactivated(userID: "u1"))
    }

    @Test func `A key whose user is gone is allowed`() {
        #expect(AdmissionWorld { $0.key.userID = "gone" }.refusal(model: "x") == nil)
    }

    @Test(arguments: [(-1, false), (0, true), (1, true)])
    func `A key works up to the very millisecond of its expiry`(_ offset: Int64, _ works: Bool) {
        var world = AdmissionWorld()
        let expires = Timestamp(milliseconds: world.now.milliseconds + offset)
        world.key.expires = expires
        #expect(world.refusal() == (works ? nil : .expired(AdmissionWorld.key, at: expires)))
    }

    @Test func `A key may be used only at the routes of its list`() {
        let world = AdmissionWorld { $0.key.allowedRoutes = ["/v1/models"] }
        #expect(world.refusal(route: "/v1/models") == nil)
        #expect(
            world.refusal(route: "/key/generate")
                == .routeNotAllowed(AdmissionWorld.key, route: "/key/generate")
        )
        #expect(world.refusal() == nil, "a request that names no route is not judged by it")
    }

    @Test func `The proxy's own routes are compared as they stand, and an empty list allows none`()
    {
        var world = AdmissionWorld { $0.policy.allowedRoutes = ["/v1/models", "llm_api_routes"] }
        #expect(world.refusal(route: "/v1/models") == nil)
        for route in ["/v1/models/x", "/chat/completions"] {
            #expect(world.refusal(route: route) == .routeNotAllowed(.global, route: route))
        }
        world.policy.allowedRoutes = []
        #expect(world.refusal(route: "/v1/models") != nil)
        #expect(world.refusal() == nil)
    }

    @Test func `A key of a blocked team is refused`() {
        let world = AdmissionWorld { $0.joinTeam { $0.isBlocked = true } }
        #expect(world.refusal() == .blocked(.team("t1")))
    }

    @Test func `A key whose team is gone is allowed`() {
        let world = AdmissionWorld { $0.key.teamID = "litellm-dashboard" }
        #expect(world.refusal(model: "x") == nil)
    }

    @Test func `A team's models bind its keys`() {
        let world = AdmissionWorld { $0.joinTeam { $0.models = ["gpt-4o"] } }
        #expect(world.refusal(model: "gpt-4o") == nil)
        #expect(world.refusal(model: "o3") == .modelNotAllowed(.team("t1"), model: "o3"))
    }

    @Test func `What a team refuses, a group that the key only names does not grant`() {
        var world = AdmissionWorld { $0.joinTeam { $0.models = ["gpt-4o"] } }
        world.keyGroupModels = ["o3"]
        #expect(world.refusal(model: "o3") == .modelNotAllowed(.team("t1"), model: "o3"))
        world.key.models = ["gpt-4o"]
        #expect(world.refusal(model: "o3") == .modelNotAllowed(.team("t1"), model: "o3"))
        world.team = nil
        #expect(world.refusal(model: "o3") == nil)
    }

    @Test func `What a team refuses, a group that was given to key or team grants`() {
        var world = AdmissionWorld { $0.joinTeam { $0.models = ["gpt-4o"] } }
        world.keyGroupModels = ["o3", "o5"]
        world.ownedGroupModels = ["o3"]
        #expect(world.refusal(model: "o3") == nil)
        #expect(world.refusal(model: "o5") == .modelNotAllowed(.team("t1"), model: "o5"))
        #expect(world.refusal(model: "o4") == .modelNotAllowed(.team("t1"), model: "o4"))
    }

    @Test func `A team's list and its access groups grant a batch together`() {
        var world = AdmissionWorld { $0.joinTeam { $0.models = ["a"] } }
        world.teamGroupModels = ["b"]
        #expect(world.refusal(model: "a,b") == nil)
        #expect(world.refusal(model: "a,c") == .modelNotAllowed(.team("t1"), model: "c"))
    }

    @Test func `A member's own models bind its keys within the team`() {
        let world = AdmissionWorld {
            $0.joinTeam()
            $0.giveToUser()
            $0.memberModels = ["gpt-4o"]
        }
        let member = AdmissionEntity.teamMember(team: "t1", user: "u1")
        #expect(world.refusal(model: "gpt-4o") == nil)
        #expect(world.refusal(model: "o3") == .modelNotAllowed(member, model: "o3"))
    }

    @Test func `A member without own models has those of the team`() {
        let world = AdmissionWorld {
            $0.joinTeam { $0.models = ["gpt-4o"] }
            $0.giveToUser()
            $0.memberModels = []
        }
        #expect(world.refusal(model: "gpt-4o") == nil)
    }

    @Test func `A member's own models bind even where the rows of team and user are gone`() {
        let world = AdmissionWorld {
            $0.key.teamID = "t1"
            $0.key.userID = "u1"
            $0.memberModels = ["gpt-4o"]
        }
        #expect(world.refusal(model: "o3") != nil)
    }

    @Test func `Aliases of the team do not widen a member's own models, those of the key do`() {
        var world = AdmissionWorld {
            $0.joinTeam()
            $0.giveToUser()
            $0.memberModels = ["gpt-4o"]
            $0.teamAliases = ["fast": "gpt-4o"]
        }
        #expect(world.refusal(model: "fast") != nil)
        world.key.aliases = ["fast": "gpt-4o"]
        #expect(world.refusal(model: "fast") == nil)
    }

    @Test func `A user's models bind only keys without a team`() {
        var world = AdmissionWorld { $0.giveToUser { $0.models = ["gpt-4o"] } }
        #expect(world.refusal(model: "gpt-4o") == nil)
        #expect(world.refusal(model: "o3") == .modelNotAllowed(.user("u1"), model: "o3"))
        world.joinTeam()
        #expect(world.refusal(model: "o3") == nil)
        world.team = nil
        #expect(
            world.refusal(model: "o3") == nil,
            "a team whose row is gone is a team all the same"
        )
    }

    @Test
    func `no-default-models denies a user every model outside teams, whatever else is listed`() {
        var world = AdmissionWorld {
            $0.giveToUser { $0.models = ["no-default-models", "*", "gpt-4o"] }
        }
        #expect(
            world.refusal(model: "gpt-4o")
                == .noModelsOutsideTeams(userID: "u1", model: "gpt-4o")
        )
        world.joinTeam()
        #expect(world.refusal(model: "gpt-4o") == nil)
    }

    @Test func `no-default-models means nothing in the list of a key`() {
        let world = AdmissionWorld { $0.key.models = ["no-default-models", "gpt-4o"] }
        #expect(world.refusal(model: "gpt-4o") == nil)
    }

    @Test func `A blocked end user is refused only where the setting says so`() {
        var world = AdmissionWorld { $0.serveEndUser { $0.isBlocked = true } }
        #expect(world.refusal() == nil)
        world.policy.enforcesBlockedEndUsers = true
        #expect(world.refusal() == .blocked(.endUser("e1")))
        world.endUser?.isBlocked = false
        #expect(world.refusal() == nil)
    }

    @Test func `An end user's models bind the request`() {
        let world = AdmissionWorld { $0.serveEndUser { $0.models = ["gpt-4o"] } }
        #expect(world.refusal(model: "gpt-4o") == nil)
        #expect(world.refusal(model: "gpt-4o,o3") == .modelNotAllowed(.endUser("e1"), model: "o3"))
    }

    @Test func `An end user may have an alias of the team listed, or what it stands for`() {
        var world = AdmissionWorld {
            $0.joinTeam()
            $0.teamAliases = ["fast": "gpt-4o"]
            $0.serveEndUser { $0.models = ["fast"] }
        }
        #expect(world.refusal(model: "fast") == nil)
        world.endUser?.models = ["gpt-4o"]
        #expect(world.refusal(model: "fast") == nil)
        world.endUser?.models = ["o3"]
        #expect(world.refusal(model: "fast") != nil)
    }

    @Test func `A team alias of a deployment that is gone keeps its own name for an end user`() {
        var world = AdmissionWorld {
            $0.joinTeam()
            $0.teamAliases = ["fast": "model_name_t1_x"]
            $0.serveEndUser { $0.models = ["model_name_t1_x"] }
        }
        #expect(world.refusal(model: "fast") != nil)
        world.models.add(name: "model_name_t1_x", accessGroups: [])
        #expect(world.refusal(model: "fast") == nil)
    }

    @Test func `The models of an organization are no check of a request`() {
        let world = AdmissionWorld {
            $0.key.organizationID = "o1"
            var row = OrganizationRow(organizationID: "o1")
            row.models = ["gpt-4o"]
            $0.organization = row
        }
        #expect(world.refusal(model: "o3") == nil)
    }

    @Test func `An end user that could not be looked up is let through with a warning`() {
        let world = AdmissionWorld { $0.isEndUserVerified = false }
        let warning = AdmissionWarning(.endUserUnverified, .endUser("e1"))
        #expect(world.verdict(AdmissionRequest(endUserID: "e1")) == .allowed(warnings: [warning]))
        #expect(world.verdict() == .allowed(warnings: []))
    }
}
