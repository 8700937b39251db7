import Store
import TestSupport
import Testing
import Wire

@testable import Sidecar

/// `key.get`, `key.list`, `key.update`, `key.delete`, `key.block`, `key.unblock`.
@Suite struct KeyChangeMethodTests {
    private static let full: JSON = [
        "key": "sk-0123456789abcdef", "key_alias": "a", "models": ["m"], "aliases": ["x": "y"],
        "user_id": "u", "team_id": "t", "max_budget": 1, "tpm_limit": 2, "rpm_limit": 3,
        "max_parallel_requests": 4, "metadata": ["a": 1, "b": 2], "permissions": ["p": true],
        "blocked": true, "allowed_routes": ["/r"], "model_max_budget": ["m": 1], "spend": 5,
        "expires": "2027-01-01T00:00:00Z",
    ]

    /// What a cleared column holds.
    private static let cleared: [(column: String, value: JSON)] = [
        ("key_alias", nil), ("models", []), ("aliases", [:]), ("user_id", nil), ("team_id", nil),
        ("max_budget", nil), ("tpm_limit", nil), ("rpm_limit", nil),
        ("max_parallel_requests", nil), ("metadata", [:]), ("permissions", [:]),
        ("blocked", nil), ("allowed_routes", []), ("model_max_budget", [:]), ("spend", 0),
        ("expires", nil),
    ]

    @Test func `null clears a column, what is absent stays`() async throws {
        try await KeyDesk.with { desk in
            var expected = try await desk.call("key.generate", Self.full).object
            let token = try #require(expected?["token"])
            expected?["key"] = nil
            for (column, value) in Self.cleared {
                #expect(expected?[column] != value, "\(column) is set at first")
                let params = JSONObject([("token", token), (column, nil)])
                let row = try await desk.call("key.update", .object(params))
                expected?[column] = value
                expected?["settings_updated_at"] = "2026-12-01T09:30:00.125Z"
                #expect(row.object == expected, "\(column)")
            }
        }
    }

    @Test func `a change replaces a mapping as a whole`() async throws {
        try await KeyDesk.withOldProxy { desk in
            _ = try await desk.call("key.generate", Self.full)
            let row = try await desk.call(
                "key.update",
                ["key": "sk-0123456789abcdef", "metadata": ["c": 3], "updated_by": "ada"]
            )
            #expect(row["metadata"] == ["c": 3])
            #expect(row["updated_by"] == "ada")
            #expect(row["settings_updated_at"] == nil)
            #expect(row["max_budget"] == 1)
        }
    }

    @Test(
        arguments: [
            (["duration": "1d"], "2026-12-02T09:30:00.125Z"), (["duration": nil], nil),
            (["duration": "-1"], nil),
            (["expires": "2026-01-01T00:00:00Z"], "2026-01-01T00:00:00Z"),
        ] as [(JSON, String?)]
    )
    func `a life can be changed`(params: JSON, expires: String?) async throws {
        try await KeyDesk.with { desk in
            _ = try await desk.call("key.generate", Self.full)
            var call = try #require(params.object)
            call["key"] = "sk-0123456789abcdef"
            let row = try await desk.call("key.update", .object(call))
            #expect(row["expires"] == .optional(expires))
        }
    }

    @Test func `a key is blocked and unblocked as often as one likes`() async throws {
        try await KeyDesk.with { desk in
            let token = try #require(try await desk.call("key.generate", [:])["token"])
            for (method, isBlocked) in [
                ("key.block", true), ("key.block", true), ("key.unblock", false),
                ("key.unblock", false), ("key.block", true),
            ] {
                let row = try await desk.call(method, ["token": token, "updated_by": "ada"])
                #expect(row["blocked"] == .bool(isBlocked))
                #expect(row["updated_by"] == "ada")
                #expect(row["settings_updated_at"] == "2026-12-01T09:30:00.125Z")
            }
        }
    }

    @Test func `an unknown key is not found, and named by its token`() async throws {
        try await KeyDesk.with { desk in
            let key: JSON = "sk-unknown-0123456789"
            let token = TokenHash(ofKey: "sk-unknown-0123456789").hex
            for method in ["key.get", "key.update", "key.block", "key.unblock"] {
                var params = JSONObject([("key", key)])
                if method == "key.update" { params["spend"] = 1 }
                let error = await desk.refusal(method, .object(params))
                #expect(error?.kind == .notFound)
                #expect(error?.context.entity == WireError.Entity(type: "key", id: token))
            }
            for params: JSON in [
                ["keys": [key]], ["tokens": [.string(token)]], ["key_aliases": ["a"]],
            ] {
                #expect(await desk.refusal("key.delete", params)?.kind == .notFound)
            }
            #expect(await desk.refusal("key.get", ["key_alias": "a"])?.kind == .notFound)
        }
    }

    @Test func `keys are deleted by either name`() async throws {
        try await KeyDesk.with { desk in
            let first = try await desk.call("key.generate", ["key_alias": "one"])
            let second = try await desk.call("key.generate", [:])
            let key = try #require(first["key"])
            let unknown: JSON = "sk-unknown-0123456789"
            let byKey = try await desk.call("key.delete", ["keys": [unknown, key, key]])
            #expect(
                byKey == [
                    "deleted": [["token": first["token"] ?? nil, "key_alias": "one"]],
                    "not_found": [.string(TokenHash(ofKey: "sk-unknown-0123456789").hex)],
                ]
            )
            let byToken = try await desk.call("key.delete", ["tokens": [second["token"] ?? nil]])
            #expect(byToken["not_found"] == [])
            let count = try await desk.value("count(*)")
            #expect(count == "0")
        }
    }

    @Test func `a list tells its page, its size and how many there are`() async throws {
        try await KeyDesk.with { desk in
            for number in 0..<3 {
                _ = try await desk.call(
                    "key.generate",
                    ["team_id": number == 0 ? "a" : "b", "blocked": .bool(number == 1)]
                )
            }
            let all = try await desk.call("key.list", [:])
            #expect(all["keys"]?.array?.count == 3)
            #expect(all["page"] == 1)
            #expect(all["size"] == 100)
            let second = try await desk.call("key.list", ["page": 2, "size": 2])
            #expect(second["keys"]?.array == all["keys"]?.array.map { Array($0.suffix(1)) })
            #expect(second["total"] == 3)
            let beyond = try await desk.call("key.list", ["page": 1_000_000_000, "size": 1_000])
            #expect(beyond["keys"] == [])
            #expect(beyond["total"] == 3)
            let active = try await desk.call("key.list", ["team_id": "b", "status": "active"])
            #expect(active["total"] == 1)
        }
    }

    @Test func `a row too deep to show does not spoil the list`() async throws {
        try await KeyDesk.with { desk in
            let token = try #require(try await desk.call("key.generate", [:])["token"])
            try await desk.database.execute(
                """
                UPDATE \(desk.table) SET metadata = (repeat('[', 70) || repeat(']', 70))::jsonb
                """
            )
            let list = try await desk.call("key.list", [:])
            #expect(list["keys"] == [["token": token]])
        }
    }
}
