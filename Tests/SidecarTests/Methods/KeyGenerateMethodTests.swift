import TestSupport
import Testing
import Wire

@testable import Sidecar
@testable import Store

@Suite struct KeyGenerateMethodTests {
    @Test func `the master key is not made a key`() async throws {
        try await KeyDesk.with { desk in
            let error = await desk.refusal("key.generate", ["key": .string(KeyDesk.masterKey)])
            #expect(error?.kind == .invalidParams)
            #expect(error?.context.field == "key")
            let count = try await desk.database.value("SELECT count(*)::text FROM \(desk.table)")
            #expect(count == "0")
        }
    }

    @Test func `a key is made up and shown once`() async throws {
        try await KeyDesk.with { desk in
            let result = try await desk.call("key.generate", [:])
            let key = try #require(result["key"]?.string)
            #expect(key.count == 25)
            #expect(key.wholeMatch(of: /sk-[A-Za-z0-9_-]{22}/) != nil)
            #expect(result["token"]?.string == TokenHash(ofKey: key).hex)
            #expect(result["key_name"]?.string == "sk-..." + key.suffix(4))
            #expect(result.object?.members.first?.name == "key")
            let shown = try await desk.call("key.get", ["key": .string(key)])
            #expect(shown["key"] == nil)
            var row = result.object
            row?["key"] = nil
            #expect(shown.object == row)
            let another = try await desk.call("key.generate", [:])
            #expect(another["key"] != result["key"])
        }
    }

    @Test func `what is left out is what the proxy leaves too`() async throws {
        try await KeyDesk.with { desk in
            let row = try await desk.call("key.generate", [:])
            let expected: [(String, JSON)] = [
                ("spend", 0), ("models", []), ("aliases", [:]), ("metadata", [:]),
                ("permissions", [:]), ("allowed_routes", []), ("model_max_budget", [:]),
                ("blocked", nil), ("expires", nil), ("max_budget", nil), ("key_alias", nil),
                ("created_at", "2026-12-01T09:30:00.125Z"), ("created_by", nil),
                ("updated_at", "2026-12-01T09:30:00.125Z"), ("settings_updated_at", nil),
            ]
            for (column, value) in expected { #expect(row[column] == value, "\(column)") }
        }
    }

    @Test func `every parameter reaches its column and comes back`() async throws {
        try await KeyDesk.with { desk in
            try await desk.database.execute(
                """
                INSERT INTO \(desk.catalog.quoted(.budgetTable)) (budget_id, created_by, updated_by)
                VALUES ('b1', '', '')
                """
            )
            try await desk.database.execute(
                """
                INSERT INTO \(desk.catalog.quoted(.organizationTable))
                    (organization_id, organization_alias, budget_id, created_by, updated_by)
                VALUES ('o1', '', 'b1', '', '')
                """
            )
            let given: JSONObject = JSONObject([
                ("key_alias", "ü \"quoted\" 'alias'"),
                ("models", ["a", "b,c", "{}", "NULL", "\\"]),
                ("aliases", ["fast": "gpt"]), ("user_id", "u"), ("team_id", "t"),
                ("organization_id", "o1"), ("budget_id", "b1"), ("max_budget", .number("0.1")),
                ("tpm_limit", .int(.max)), ("rpm_limit", 0),
                ("max_parallel_requests", 2_147_483_647), ("metadata", ["a": [1, ["b": nil]]]),
                ("permissions", ["p": true]), ("blocked", true), ("allowed_routes", ["/v1/*"]),
                ("model_max_budget", ["m": 1, "n": ["time_period": "1d", "budget_limit": 2]]),
                ("spend", .number("1.5")), ("expires", "2027-01-01T01:00:00+01:00"),
                ("created_by", "ada"),
            ])
            let row = try await desk.call("key.generate", .object(given))
            for member in given.members where member.name != "expires" {
                #expect(row[member.name] == member.value, "\(member.name)")
            }
            #expect(row["expires"] == "2027-01-01T00:00:00Z")
            #expect(row["updated_by"] == "ada")
            let stored = try await desk.value("expires")
            #expect(stored == "2027-01-01 00:00:00")
        }
    }

    @Test(
        arguments: [
            ("llm_api", ["llm_api_routes"]), ("management", ["management_routes"]),
            ("read_only", ["info_routes"]), ("default", []),
        ] as [(String, JSON)]
    )
    func `a type of key is a list of routes`(type: String, routes: JSON) async throws {
        try await KeyDesk.with { desk in
            let row = try await desk.call("key.generate", ["key_type": .string(type)])
            #expect(row["allowed_routes"] == routes)
            #expect(row["key_type"]?.string == type)
        }
    }

    @Test func `tables of an old proxy know no type, but its routes`() async throws {
        try await KeyDesk.withOldProxy { desk in
            let row = try await desk.call("key.generate", ["key_type": "llm_api"])
            #expect(row["allowed_routes"] == ["llm_api_routes"])
            #expect(row["key_type"] == nil)
            try await desk.database.execute(
                script: "ALTER TABLE \(desk.table) DROP COLUMN allowed_routes"
            )
            _ = try await desk.connections.rediscover()
            let error = await desk.refusal("key.generate", ["key_type": "llm_api"])
            #expect(error?.kind == .invalidParams)
            #expect(error?.context.field == "key_type")
        }
    }

    @Test(arguments: [
        ("30d", "2026-12-31T09:30:00.125Z"), ("1mo", "2027-01-01T09:30:00.125Z"),
        ("weekly", "2026-12-08T09:30:00.125Z"),
    ])
    func `a duration begins now`(duration: String, expires: String) async throws {
        try await KeyDesk.with { desk in
            let row = try await desk.call("key.generate", ["duration": .string(duration)])
            #expect(row["expires"]?.string == expires)
        }
    }

    @Test func `a chosen key is taken as it is, once`() async throws {
        try await KeyDesk.with { desk in
            let shortest: JSON = "sk-0123456789abc"
            let longest: JSON = .string("sk-" + String(repeating: "x", count: 509))
            for key in [shortest, longest] {
                let made = try await desk.call("key.generate", ["key": key])
                #expect(made["key"] == key)
                let again = await desk.refusal("key.generate", ["key": key])
                #expect(again?.kind == .conflict)
                #expect(again?.context.field == "key")
            }
        }
    }

    @Test func `an alias belongs to one key`() async throws {
        try await KeyDesk.with { desk in
            _ = try await desk.call("key.generate", ["key_alias": "a"])
            let again = await desk.refusal("key.generate", ["key_alias": "a"])
            #expect(again?.kind == .conflict)
            #expect(again?.context.field == "key_alias")
            _ = try await desk.call("key.generate", ["key_alias": "A"])
        }
    }

    @Test func `of two that ask for an alias at once one gets it`() async throws {
        try await KeyDesk.with { desk in
            async let first = desk.refusal("key.generate", ["key_alias": "wanted"])
            async let second = desk.refusal("key.generate", ["key_alias": "wanted"])
            let refusals = await [first, second].compactMap(\.self)
            #expect(refusals.map(\.kind) == [.conflict])
            let count = try await desk.value("count(*)")
            #expect(count == "1")
        }
    }

    @Test func `a budget or organization has to exist`() async throws {
        try await KeyDesk.withOldProxy { desk in
            for column in ["budget_id", "organization_id"] {
                let params = JSON.object(JSONObject([(column, "nowhere")]))
                let error = await desk.refusal("key.generate", params)
                #expect(error?.kind == .invalidParams)
                #expect(error?.context.field == column)
            }
            _ = try await desk.call("key.generate", ["team_id": "nowhere", "user_id": "nobody"])
        }
    }
}
