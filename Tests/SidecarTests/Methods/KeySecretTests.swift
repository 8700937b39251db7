import Store
import TestSupport
import Testing
import Wire

@testable import Sidecar

/// A planted key is looked for everywhere but in the one answer that shows it.
@Suite struct KeySecretTests {
    private static let planted = "sk-planted-4uq7Zk1nDjWmT0aXb9cYzQ"

    @Test func `no error repeats a key`() async throws {
        try await KeyDesk.with { desk in
            let key = JSON.string(Self.planted)
            _ = try await desk.call("key.generate", ["key": key])
            let wrongCalls: [(String, JSON)] = [
                ("key.generate", ["key": key]), ("key.generate", [Self.planted: 1]),
                ("key.generate", ["key": .string(Self.planted + " ")]),
                ("key.generate", ["key": .string(String(Self.planted.dropFirst(3)))]),
                ("key.generate", ["duration": key]), ("key.generate", ["expires": key]),
                ("key.generate", ["metadata": [Self.planted: "\u{0}"]]),
                ("key.generate", ["aliases": [Self.planted: 1]]),
                ("key.generate", ["model_max_budget": [Self.planted: "x"]]),
                ("key.generate", ["budget_id": key]), ("key.get", ["token": key]),
                ("key.get", ["key": .string(Self.planted + "x")]), ("key.get", ["key_alias": key]),
                ("key.update", ["key": key, "rpm_limit": key]),
                ("key.delete", ["tokens": [key]]), ("key.delete", ["key_aliases": [key]]),
                ("key.delete", ["keys": [.string(Self.planted + "x")]]),
                ("key.block", ["token": key]), ("key.unblock", ["token": key]),
            ]
            for (method, params) in wrongCalls {
                let error = try #require(await desk.refusal(method, params), "\(method)")
                let text = JSONWriter.string(error.json)
                #expect(!text.contains(Self.planted.dropFirst(3)), "\(method): \(error)")
            }
        }
    }

    @Test func `no table and no other answer holds a key`() async throws {
        try await KeyDesk.with { desk in
            let key = JSON.string(Self.planted)
            let calls: [(String, JSON)] = [
                ("key.get", ["key": key]), ("key.list", [:]),
                ("key.update", ["key": key, "spend": 1]), ("key.block", ["key": key]),
                ("key.unblock", ["key": key]), ("key.delete", ["keys": [key]]),
            ]
            let made = try await desk.call("key.generate", ["key": key])
            #expect(JSONWriter.string(made).ranges(of: Self.planted).count == 1)
            for (method, params) in calls {
                let text = JSONWriter.string(try await desk.call(method, params))
                #expect(!text.contains(Self.planted), "\(method)")
            }
            for name in [TableName.verificationToken, .deletedVerificationToken] {
                let rows = try await desk.database.execute(
                    "SELECT to_jsonb(t)::text FROM \(desk.catalog.quoted(name)) AS t"
                )
                #expect(rows.count == (name == .verificationToken ? 0 : 1))
                for row in rows {
                    let text = try row.text(0)
                    #expect(!text.contains(Self.planted))
                }
            }
        }
    }

    @Test func `a key in clear text describes itself by nothing`() {
        let key = ClearKey(Self.planted)
        #expect(!"\(key)".contains(Self.planted))
        #expect(!String(reflecting: key).contains(Self.planted))
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains(Self.planted))
        #expect(key.name == "sk-...cYzQ")
    }
}
