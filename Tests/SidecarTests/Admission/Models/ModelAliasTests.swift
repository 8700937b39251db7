import Store
import Testing

@testable import Sidecar

/// Aliases: team, then key, then global, then key once more.
struct ModelAliasTests {
    @Test func `A key alias replaces the name that the list is asked about`() {
        let world = AdmissionWorld {
            $0.key.aliases = ["fast": "gpt-4o"]
            $0.key.models = ["gpt-4o"]
        }
        #expect(world.refusal(model: "fast") == nil)
        var named = world
        named.key.models = ["fast"]
        #expect(named.refusal(model: "fast") != nil, "the name itself no longer counts")
    }

    @Test func `A refusal names the model that was asked for, not what its alias stands for`() {
        let world = AdmissionWorld {
            $0.key.aliases = ["fast": "gpt-4o"]
            $0.key.models = ["o3"]
        }
        #expect(
            world.refusal(model: "fast") == .modelNotAllowed(AdmissionWorld.key, model: "fast")
        )
    }

    @Test func `A model that is an alias of the team is allowed`() {
        let world = AdmissionWorld {
            $0.joinTeam { $0.models = ["nothing"] }
            $0.key.models = ["nothing"]
            $0.teamAliases = ["fast": "model_name_t1_x"]
        }
        #expect(world.refusal(model: "fast") == nil)
        #expect(world.refusal(model: "model_name_t1_x") != nil)
    }

    @Test func `A key alias sees the name that the team's alias leads to`() {
        let world = AdmissionWorld {
            $0.joinTeam()
            $0.teamAliases = ["fast": "middle"]
            $0.key.aliases = ["middle": "gpt-4o"]
            $0.key.models = ["gpt-4o"]
        }
        #expect(world.refusal(model: "fast") == nil)
        #expect(world.refusal(model: "middle") == nil)
    }

    @Test func `A key alias sees the name that the global alias leads to`() {
        let world = AdmissionWorld {
            $0.policy.globalAliases = ["fast": "middle"]
            $0.key.aliases = ["middle": "gpt-4o"]
            $0.key.models = ["gpt-4o"]
        }
        #expect(world.refusal(model: "fast") == nil)
    }

    @Test func `Team, key, global and key alias are resolved in this order`() {
        let world = AdmissionWorld {
            $0.joinTeam()
            $0.teamAliases = ["1": "2"]
            $0.key.aliases = ["2": "3", "4": "5"]
            $0.policy.globalAliases = ["3": "4"]
            $0.key.models = ["5"]
        }
        #expect(world.refusal(model: "1") == nil)
        for list in ["1", "2", "3", "4"] {
            var other = world
            other.key.models = [list]
            #expect(other.refusal(model: "1") != nil)
        }
    }

    @Test(arguments: [true, false])
    func `A global or router alias is allowed by its own name or by what it stands for`(
        _ isGlobal: Bool
    ) {
        var world = AdmissionWorld()
        if isGlobal {
            world.policy.globalAliases = ["fast": "gpt-4o"]
        } else {
            world.policy.routerAliases = ["fast": "gpt-4o"]
        }
        for list in ["fast", "gpt-4o"] {
            world.key.models = [list]
            #expect(world.refusal(model: "fast") == nil)
        }
        world.key.models = ["o3"]
        #expect(world.refusal(model: "fast") != nil)
    }

    @Test func `A global alias goes before one of the router`() {
        let world = AdmissionWorld {
            $0.policy.globalAliases = ["fast": "a"]
            $0.policy.routerAliases = ["fast": "b"]
            $0.key.models = ["b"]
        }
        #expect(world.refusal(model: "fast") != nil)
    }

    @Test func `A router alias takes no part in the way to a key's alias`() {
        let world = AdmissionWorld {
            $0.policy.routerAliases = ["fast": "middle"]
            $0.key.aliases = ["middle": "gpt-4o"]
            $0.key.models = ["gpt-4o"]
        }
        #expect(world.refusal(model: "fast") != nil)
    }

    @Test func `Aliases of the key count for team, member, user and end user as well`() {
        var world = AdmissionWorld {
            $0.key.aliases = ["fast": "gpt-4o"]
            $0.joinTeam { $0.models = ["gpt-4o"] }
            $0.giveToUser { $0.models = ["gpt-4o"] }
            $0.memberModels = ["gpt-4o"]
            $0.serveEndUser { $0.models = ["gpt-4o"] }
        }
        #expect(world.refusal(model: "fast") == nil)
        world.key.teamID = nil
        #expect(world.refusal(model: "fast") == nil)
    }

    @Test func `A router alias that a key's alias leads to has the access groups of its target`() {
        var world = AdmissionWorld {
            $0.key.aliases = ["mine": "fast"]
            $0.policy.routerAliases = ["fast": "gpt-4o"]
            $0.key.models = ["beta"]
        }
        #expect(world.refusal(model: "mine") != nil)
        world.models.add(name: "gpt-4o", accessGroups: ["beta"])
        #expect(world.refusal(model: "mine") == nil)
        world.key.models = ["gpt-4o"]
        #expect(world.refusal(model: "mine") != nil, "its target is no name of the request")
    }

    @Test func `An alias of the router is a model that the proxy has`() {
        let world = AdmissionWorld {
            $0.joinTeam { $0.models = ["all-team-models"] }
            $0.policy.routerAliases = ["fast": "gpt-4o"]
        }
        #expect(world.refusal(model: "fast") == nil)
        #expect(world.refusal(model: "slow") != nil)
    }

    @Test func `An empty list grants a name whatever its aliases`() {
        let world = AdmissionWorld { $0.key.aliases = ["fast": ""] }
        #expect(world.refusal(model: "fast") == nil)
    }
}
