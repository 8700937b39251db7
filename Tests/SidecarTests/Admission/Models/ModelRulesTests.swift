import Store
import Testing

@testable import Sidecar

/// Every kind of entry in a list of models, seen through a key or its team.
struct ModelRulesTests {
    @Test(arguments: [
        ([], "anything", true),
        (["gpt-4o"], "gpt-4o", true),
        (["gpt-4o"], "gpt-4o-mini", false),
        (["gpt-4o"], "GPT-4o", false),
        (["*"], "anything/at:all", true),
        (["x", "*"], "y", true),
        (["all-proxy-models"], "y", true),
        (["openai/*"], "openai/gpt-4o", true),
        (["openai/*"], "azure/gpt-4o", false),
        (["openai/*"], "gpt-4o", false),
        ([""], "x", false),
    ])
    func `A key's list grants`(_ list: [String], _ model: String, _ granted: Bool) {
        let world = AdmissionWorld { $0.key.models = list }
        #expect((world.refusal(model: model) == nil) == granted)
    }

    @Test func `all-team-models gives a key the models of its team, by the team's own check`() {
        var world = AdmissionWorld {
            $0.key.models = ["all-team-models"]
            $0.joinTeam { $0.models = ["gpt-4o"] }
        }
        #expect(world.refusal(model: "gpt-4o") == nil)
        #expect(world.refusal(model: "o3") == .modelNotAllowed(.team("t1"), model: "o3"))
        world.team?.models = []
        #expect(world.refusal(model: "o3") == nil)
    }

    @Test func `all-team-models on a key without a team restricts nothing`() {
        let world = AdmissionWorld { $0.key.models = ["gpt-4o", "all-team-models"] }
        #expect(world.refusal(model: "o3") == nil)
    }

    @Test func `all-team-models in a team's list stands for every model that the proxy has`() {
        var world = AdmissionWorld { $0.joinTeam { $0.models = ["all-team-models"] } }
        #expect(world.refusal(model: "o3") != nil)
        world.models.add(name: "o3", accessGroups: [])
        world.policy.models.add(name: "openai/*", accessGroups: [])
        #expect(world.refusal(model: "o3") == nil)
        #expect(world.refusal(model: "openai/gpt-4o") == nil)
        #expect(world.refusal(model: "o4") != nil)
    }

    @Test func `all-team-models in the list of a user means nothing`() {
        var world = AdmissionWorld { $0.giveToUser { $0.models = ["all-team-models"] } }
        world.models.add(name: "o3", accessGroups: [])
        #expect(world.refusal(model: "o3") != nil)
    }

    @Test(arguments: [false, true])
    func `The name of an access group grants its models`(_ fromFile: Bool) {
        var world = AdmissionWorld { $0.key.models = ["beta"] }
        if fromFile {
            world.policy.models.add(name: "o3", accessGroups: ["beta"])
        } else {
            world.models.add(name: "o3", accessGroups: ["beta", "other"])
        }
        world.models.add(name: "o4", accessGroups: ["other"])
        #expect(world.refusal(model: "o3") == nil)
        #expect(world.refusal(model: "o4") != nil)
        #expect(world.refusal(model: "beta") == nil, "a group's name is an entry like any other")
    }

    @Test func `A wildcard deployment in a group serves names that no deployment has`() {
        var world = AdmissionWorld { $0.key.models = ["beta"] }
        world.models.add(name: "openai/*", accessGroups: ["beta"])
        world.models.add(name: "openai/own", accessGroups: [])
        #expect(world.refusal(model: "openai/gpt-4o") == nil)
        #expect(world.refusal(model: "openai/own") != nil)
        #expect(world.refusal(model: "azure/gpt-4o") != nil)
    }

    @Test func `Every model of a batch must be granted, and the first that is not is named`() {
        let world = AdmissionWorld { $0.key.models = ["a", "b"] }
        #expect(world.refusal(model: "a, b") == nil)
        #expect(world.refusal(model: "a,c,d") == .modelNotAllowed(AdmissionWorld.key, model: "c"))
    }
}
