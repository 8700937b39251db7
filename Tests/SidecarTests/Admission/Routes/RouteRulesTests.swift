import Testing

@testable import Sidecar

struct RouteRulesTests {
    @Test(arguments: [
        (["/v1/models"], "/v1/models", true),
        (["/v1/models"], "/v1/models/gpt-4o", true),
        (["/v1/models"], "/v1/modelsx", false),
        (["/v1/models"], "/v1", false),
        (["/a", "/b"], "/b", true),
        (["/scim/*"], "/scim/v2/Users", true),
        (["/scim/*"], "/scim", false),
        (["/sc*"], "/scim", true),
        (["*"], "/anything", true),
        (["/a*b"], "/axb", false),
        (["/v1/models/{model_id}"], "/v1/models/gpt-4o", true),
        (["/v1/models/{model_id}"], "/v1/models/", false),
        (["/v1/models/{model_id}"], "/v1/models/a/b", false),
        (["/v1/models/{model_id}"], "/v1/models", false),
        (["/key/{id}/regenerate"], "/key/7/regenerate", true),
        (["/key/{id}/regenerate"], "/key/regenerate/7", false),
        (["openai_routes"], "/chat/completions", true),
        (["openai_routes"], "/key/info", false),
        (["openai_routes", "info_routes"], "/key/info", true),
        (["no_such_group"], "/chat/completions", false),
    ])
    func `A key's list of routes grants`(_ list: [String], _ route: String, _ granted: Bool) {
        #expect(RouteRules.allows(route, by: list) == granted)
    }

    @Test(arguments: [
        ("openai_routes", "/v1/files/7/content", true),
        ("openai_routes", "/v1/files/7/8/content", false),
        ("openai_routes", "/v1/chat/completions/x", false),
        ("openai_routes", "/realtime?model=gpt-4o", true),
        ("openai_routes", "/openai/deployments/gpt-4o/chat/completions", true),
        ("google_routes", "/v1beta/models/gemini:generateContent", true),
        ("google_routes", "/v1beta/models/gemini:other", false),
        ("google_routes", "/v1beta/models/:generateContent", false),
        ("passthrough_routes_wildcard", "/anthropic/v1/messages", true),
        ("mapped_pass_through_routes", "/anthropic/v1/messages", false),
        ("llm_api_routes", "/anthropic/v1/messages", true),
        ("llm_api_routes", "/v1/threads/thread_1/runs", true),
        ("llm_api_routes", "/key/generate", false),
        ("management_routes", "/key/7/regenerate", true),
        ("info_routes", "/key/info", true),
        ("public_routes", "/", true),
        ("public_routes", "", false),
        ("internal_user_routes", "/v1/models/gpt-4o", true),
    ])
    func `A group grants its members, wildcards and templates`(
        _ group: String,
        _ route: String,
        _ granted: Bool
    ) {
        #expect(RouteRules.allows(route, by: [group]) == granted)
    }

    @Test func `Every group of the proxy is there with all of its members`() {
        let counts = RouteGroups.named.mapValues(\.count)
        #expect(counts == Self.counts)
    }

    @Test(arguments: RouteGroups.named.keys.sorted())
    func `Every group grants the routes that it lists`(_ name: String) throws {
        let group = try #require(RouteGroups.named[name])
        #expect(group.listed.allSatisfy { group.contains($0) })
    }

    @Test func `The routes of an LLM are those of its parts`() throws {
        let whole = try #require(RouteGroups.named["llm_api_routes"])
        let parts = [
            "openai_routes", "anthropic_routes", "google_routes", "mcp_routes",
            "apply_guardrail_routes", "mapped_pass_through_routes", "passthrough_routes_wildcard",
        ]
        for part in parts {
            let group = try #require(RouteGroups.named[part])
            #expect(group.listed.allSatisfy { whole.contains($0) }, "\(part)")
        }
    }

    private static let counts = [
        "admin_viewer_routes": 25, "anthropic_routes": 2, "apply_guardrail_routes": 1,
        "global_spend_tracking_routes": 9, "google_routes": 6, "info_routes": 18,
        "internal_user_routes": 24, "key_management_routes": 10, "llm_api_routes": 134,
        "management_routes": 30, "mapped_pass_through_routes": 15, "master_key_only_routes": 3,
        "mcp_routes": 6, "openai_routes": 89, "org_admin_only_routes": 4,
        "passthrough_routes_wildcard": 15, "public_routes": 13, "self_managed_routes": 13,
        "spend_tracking_routes": 5,
    ]
}
