import TestSupport
import Testing
import Wire

@testable import Sidecar

/// Parameters that a method cannot take, and the field that the error names.
@Suite struct KeyParameterTests {
    private static let long = JSON.string(String(repeating: "x", count: 257))
    private static let deep = (0..<25).reduce(JSON.null) { inner, _ in .array([inner]) }
    private static let many = JSON.array(Array(repeating: "m", count: 1_001))

    /// What neither `key.generate` nor `key.update` takes.
    static let badSettings: [(field: String, value: JSON)] = [
        ("key_alias", 1), ("key_alias", ""), ("key_alias", long), ("key_alias", "a\u{0}b"),
        ("models", "gpt"), ("models[1]", ["a", 1]), ("models[0]", [""]), ("models", many),
        ("models[0]", ["a\u{0}"]), ("aliases", []), ("aliases.a", ["a": 1]),
        ("aliases", ["a": "b\u{0}"]), ("user_id", ""), ("user_id", long), ("team_id", 7),
        ("organization_id", ["o"]), ("budget_id", long), ("max_budget", -1),
        ("max_budget", "10"), ("max_budget", .number("1e999")), ("max_budget", .number("-0.1")),
        ("tpm_limit", -1), ("tpm_limit", .number("1.5")),
        ("tpm_limit", .number("9223372036854775808")), ("rpm_limit", "1"), ("rpm_limit", -1),
        ("max_parallel_requests", 2_147_483_648), ("max_parallel_requests", -1),
        ("metadata", "x"), ("metadata", []), ("metadata", ["a": "\u{0}"]),
        ("metadata", ["a\u{0}": 1]), ("metadata", ["a": deep]),
        ("metadata", ["a": .number("1e400")]), ("metadata", ["a": .number("1e-400")]),
        ("permissions", 1), ("blocked", "yes"), ("blocked", 1), ("allowed_routes[0]", [[]]),
        ("model_max_budget", ["m": "1"]), ("model_max_budget", ["m": -1]),
        ("model_max_budget", ["m": ["budget_limit": -1]]), ("model_max_budget", ["m": nil]),
        ("spend", -1), ("spend", .number("1e999")), ("expires", "tomorrow"),
        ("expires", "2026-12-01 00:00:00"), ("expires", "2026-12-01T00:00:00"),
        ("expires", "2026-12-31T23:59:60Z"), ("expires", "0000-01-01T00:00:00Z"), ("expires", 1),
        ("duration", ""), ("duration", "1y"), ("duration", "0d"), ("duration", 30),
        ("duration", "9999999999w"), ("duration", "-2"),
    ]

    @Test(arguments: ["key.generate", "key.update"])
    func `a setting that cannot be stored names its field`(method: String) async throws {
        try await KeyDesk.with { desk in
            let key = try await desk.call("key.generate", [:])
            for (field, value) in Self.badSettings {
                let name = String(field.prefix { $0 != "[" && $0 != "." })
                var params = JSONObject([(name, value)])
                if method == "key.update" { params["token"] = key["token"] }
                let error = await desk.refusal(method, .object(params))
                #expect(error?.kind == .invalidParams, "\(field) \(value)")
                #expect(error?.context.field == field, "\(value)")
            }
            let count = try await desk.value("count(*)")
            #expect(count == "1")
        }
    }

    private static let token = JSON.string(String(repeating: "0", count: 64))

    static let badCalls: [(method: String, params: JSON, field: String?)] = [
        ("key.generate", ["key": "sk-0123456789ab"], "key"),
        ("key.generate", ["key": "0123456789abcdef0123"], "key"),
        ("key.generate", ["key": "sk-0123456789 abcdef"], "key"),
        ("key.generate", ["key": "sk-0123456789abcdef\n"], "key"),
        ("key.generate", ["key": "sk-0123456789abcde\u{0}"], "key"),
        ("key.generate", ["key": .string("sk-" + String(repeating: "x", count: 510))], "key"),
        ("key.generate", ["key": .string("sk-" + String(repeating: "ü", count: 255))], "key"),
        ("key.generate", ["key_type": "admin"], "key_type"),
        ("key.generate", ["key_type": "llm_api", "allowed_routes": []], "key_type"),
        (
            "key.generate", ["duration": "1d", "expires": "2027-01-01T00:00:00Z"], "duration"
        ),
        ("key.generate", ["duration": "-1d"], "duration"),
        ("key.generate", ["budget_duration": "30d"], "budget_duration"),
        ("key.generate", ["token": token], "token"),
        ("key.generate", ["created_by": "\u{0}"], "created_by"),
        ("key.get", [:], "token"),
        ("key.get", ["token": token, "key_alias": "a"], "key_alias"),
        ("key.get", ["token": "abc"], "token"),
        ("key.get", ["token": "sk-0123456789abcdef"], "token"),
        ("key.get", ["key": token], "key"),
        ("key.get", ["key_alias": "\u{0}"], "key_alias"),
        ("key.list", ["page": 0], "page"),
        ("key.list", ["page": 1_000_000_001], "page"),
        ("key.list", ["size": 0], "size"),
        ("key.list", ["size": 1_001], "size"),
        ("key.list", ["status": "deleted"], "status"),
        ("key.list", ["user_id": "\u{0}"], "user_id"),
        ("key.update", ["token": token], nil),
        ("key.update", ["token": token, "updated_by": "ada"], nil),
        ("key.update", ["max_budget": 1], "token"),
        ("key.update", ["token": token, "key": "sk-0123456789abcdef", "spend": 1], "key"),
        ("key.update", ["token": token, "key_type": "llm_api"], "key_type"),
        ("key.update", ["token": token, "duration": nil, "expires": nil], "duration"),
        ("key.delete", [:], "tokens"),
        ("key.delete", ["tokens": []], "tokens"),
        ("key.delete", ["tokens": [token, "x"]], "tokens[1]"),
        ("key.delete", ["tokens": token], "tokens"),
        ("key.delete", ["keys": ["sk-0123456789abcdef", token]], "keys[1]"),
        ("key.delete", ["key_aliases": ["a", ""]], "key_aliases[1]"),
        ("key.delete", ["key_aliases": ["a", "\u{0}"]], "key_aliases[1]"),
        ("key.delete", ["tokens": [token], "key_aliases": ["a"]], "key_aliases"),
        ("key.delete", ["key_aliases": ["a"], "deleted_by": "\u{0}"], "deleted_by"),
        ("key.delete", ["tokens": .array(Array(repeating: token, count: 1_001))], "tokens"),
        ("key.block", [:], "token"),
        ("key.block", ["key_alias": "a"], "key_alias"),
        ("key.unblock", ["token": token, "updated_by": "a\u{0}"], "updated_by"),
    ]

    @Test func `a call that cannot be meant names its field`() async throws {
        try await KeyDesk.with { desk in
            for (method, params, field) in Self.badCalls {
                let error = await desk.refusal(method, params)
                #expect(error?.kind == .invalidParams, "\(method) \(params)")
                #expect(error?.context.field == field, "\(method) \(params)")
            }
            let count = try await desk.value("count(*)")
            #expect(count == "0")
        }
    }

    @Test func `what is just within the bounds is taken`() async throws {
        try await KeyDesk.with { desk in
            let id = JSON.string(String(repeating: "ü", count: 256))
            let deep = (0..<23).reduce(JSON.null) { inner, _ in .array([inner]) }
            let params: JSON = [
                "key_alias": id, "user_id": id, "team_id": id,
                "models": .array(Array(repeating: "m", count: 1_000)),
                "metadata": ["a": deep, "b": .number("1e-300"), "c": .number("0.000e-999")],
            ]
            let row = try await desk.call("key.generate", params)
            #expect(row["user_id"] == id)
            #expect(row["metadata"]?["a"] == deep)
        }
    }
}
