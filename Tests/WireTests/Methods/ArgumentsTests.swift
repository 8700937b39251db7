import Testing

@testable import Wire

@Suite struct ArgumentsTests {
    private func named(_ members: (String, JSON)...) throws(WireError) -> Arguments {
        try Arguments(named: JSONObject(members), for: Samples.authorize)
    }

    private func message(_ body: () throws(WireError) -> Arguments) -> String? {
        do {
            _ = try body()
            return nil
        } catch {
            return error.message
        }
    }

    @Test func `names and positions give the same arguments`() throws {
        let byName = try named(("tags", ["a"]), ("key", "sk-1"), ("model", "m"))
        let byPosition = try Arguments(
            positional: ["sk-1", "m", ["a"]],
            for: Samples.authorize
        )
        #expect(byName == byPosition)
        #expect(byName.string("key") == "sk-1")
        #expect(byName.strings("tags") == ["a"])
        #expect(byName["max_budget"] == nil)
        #expect(byName.given.map(\.name) == ["key", "model", "tags"])
    }

    @Test func `null is absent, unless the parameter knows null`() throws {
        let arguments = try named(("key", "k"), ("model", .null), ("max_budget", .null))
        #expect(arguments["model"] == nil)
        #expect(arguments["max_budget"] == .null)
        #expect(message { () throws(WireError) in try named(("key", .null)) } == "`key` is missing")
        let skipped = try Arguments(positional: ["k", .null, ["a"]], for: Samples.authorize)
        #expect(skipped.string("model") == nil)
        #expect(skipped.strings("tags") == ["a"])
    }

    @Test func `an unknown name is refused with the nearest one`() {
        #expect(
            message { () throws(WireError) in try named(("key", "k"), ("modle", "m")) }
                == "`modle` is not a known parameter of key.authorize; did you mean `model`?"
        )
        #expect(
            message { () throws(WireError) in try named(("sk-secret", "k")) }
                == "`(name)` is not a known parameter of key.authorize"
        )
    }

    @Test func `as many positions as parameters are taken, one more is refused`() throws {
        let full: [JSON] = ["k", "m", [], 1]
        _ = try Arguments(positional: full, for: Samples.authorize)
        #expect(
            message { () throws(WireError) in
                try Arguments(positional: full + [1], for: Samples.authorize)
            } == "key.authorize takes at most 4 parameters, 5 were given"
        )
    }

    @Test func `a value out of bounds names its field`() throws {
        let error = #expect(throws: WireError.self) {
            try named(("key", "k"), ("tags", ["a", 1]))
        }
        #expect(error?.kind == .invalidParams)
        #expect(error?.context.field == "tags[1]")
        #expect(error?.message == "`tags[1]` must be a string")
    }

    @Test func `what is required and missing is named`() {
        #expect(message { () throws(WireError) in try named() } == "`key` is missing")
        #expect(
            message { () throws(WireError) in
                try Arguments(positional: [], for: Samples.authorize)
            } == "`key` is missing"
        )
    }

    @Test func `reading an undeclared parameter is a mistake that traps`() async {
        await #expect(processExitsWith: .failure) {
            let arguments = try Arguments(positional: [], for: Samples.list)
            _ = arguments["nothing"]
        }
    }
}
