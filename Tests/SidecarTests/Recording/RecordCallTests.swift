import Sidecar
import Store
import Testing
import Wire

@testable import Sidecar

@Suite("What a call of spend.record says")
struct RecordCallTests {
    private static let token = String(repeating: "ab", count: 32)
    private static let now = Timestamp(milliseconds: 1_764_000_000_000)

    private func call(_ members: (String, JSON)...) throws(WireError) -> RecordCall {
        var object = JSONObject([("token", .string(Self.token)), ("spend", .number("0.5"))])
        for (name, value) in members { object[name] = value }
        return try Self.read(object)
    }

    private static func read(_ object: JSONObject) throws(WireError) -> RecordCall {
        let arguments = try Arguments(named: object, for: SpendRecordMethod.descriptor)
        return try RecordCall(arguments, now: now, requestID: "made-up")
    }

    private func field(of object: JSONObject) -> String? {
        do throws(WireError) {
            _ = try Self.read(object)
            return nil
        } catch {
            return error.kind == .invalidParams ? error.context.field : "\(error.kind)"
        }
    }

    @Test func `the least that can be said is enough`() throws {
        let call = try call()
        #expect(call.payer == .key(try #require(TokenHash(hex: Self.token))))
        #expect(call.spend.picodollars == 500_000_000_000)
        #expect(call.log.requestID == "made-up")
        #expect(call.log.startTime == Self.now)
        #expect(call.log.endTime == Self.now)
        #expect(call.log.status == .success)
        #expect(call.log.metadata == "{}")
        #expect(call.log.durationMilliseconds == 0)
    }

    @Test func `exactly one of grant, token and key says who pays`() {
        let spend = ("spend", JSON.int(1))
        #expect(field(of: JSONObject([spend])) == "token")
        let both = JSONObject([spend, ("token", .string(Self.token)), ("key", "sk-1")])
        #expect(field(of: both) == "key")
        #expect(field(of: JSONObject([spend, ("token", "sk-1234")])) == "token")
        #expect(field(of: JSONObject([spend, ("grant", "g")])) == "grant")
    }

    @Test func `the master key goes by the name that the proxy records`() throws {
        let call = try Self.read(
            JSONObject([("token", "litellm_proxy_master_key"), ("spend", 0)])
        )
        #expect(call.payer == .master)
    }

    @Test func `amounts are exact, whole or not`() throws {
        #expect(try call(("spend", 3)).spend.picodollars == 3_000_000_000_000)
        #expect(try call(("spend", .number("1e-12"))).spend.picodollars == 1)
        #expect(
            try call(("spend", .number("0.1"))).spend + call(("spend", .number("0.2"))).spend
                == call(("spend", .number("0.3"))).spend
        )
    }

    @Test(arguments: [JSON.int(-1), .number("-0.5"), .number("1e10"), .string("1"), .null])
    func `what is no amount is refused with its field`(spend: JSON) {
        let object = JSONObject([("token", .string(Self.token)), ("spend", spend)])
        #expect(field(of: object) == "spend")
    }

    @Test func `only a failure may leave its cost out`() throws {
        let token = ("token", JSON.string(Self.token))
        #expect(field(of: JSONObject([token])) == "spend")
        let failure = try Self.read(JSONObject([token, ("status", "failure")]))
        #expect(failure.spend == .zero)
        let error = try Self.read(JSONObject([token, ("error", ["status_code": 429])]))
        #expect(error.log.status == .failure)
        #expect(error.log.failure == SpendFailure(type: "", message: "", statusCode: "429"))
    }

    @Test func `tokens must fit the columns, their sum too`() throws {
        let most = JSON.int(Int64(Int32.max))
        let call = try call(("prompt_tokens", 3), ("completion_tokens", 4))
        #expect(call.log.totalTokens == 7)
        #expect(try self.call(("prompt_tokens", most)).log.promptTokens == .max)
        #expect(refused(("prompt_tokens", .int(Int64(Int32.max) + 1))) == "prompt_tokens")
        #expect(refused(("prompt_tokens", most), ("completion_tokens", 1)) == "total_tokens")
    }

    @Test(arguments: [
        ("request_id", 1_024), ("session_id", 1_024), ("end_user_id", 1_024), ("model", 512),
        ("custom_llm_provider", 128), ("mcp_namespaced_tool_name", 256),
    ])
    func `a text may be as long as its index bears, in bytes`(name: String, bytes: Int) {
        let longest = String(repeating: "é", count: bytes / 2)
        #expect(refused((name, .string(longest))) == nil)
        #expect(refused((name, .string(longest + "x"))) == name)
    }

    @Test(arguments: ["request_id", "model", "api_base", "call_type", "end_user_id"])
    func `a NUL is refused with its field, since no column holds it`(name: String) {
        #expect(refused((name, "a\0b")) == name)
    }

    @Test func `a NUL deep in a document is refused too`() {
        #expect(refused(("metadata", ["a": ["b": "c\0"]])) == "metadata")
        #expect(refused(("messages", ["x\0"])) != nil)
        #expect(refused(("tags", ["fine", "b\0"])) == "tags[1]")
    }

    @Test(arguments: ["user", "team_id", "organization_id", "api_key", "user_id"])
    func `who pays cannot be said beside the key`(name: String) {
        #expect(refused((name, "somebody")) == name)
    }

    @Test func `times come in any zone, and a clock that went back leaves no duration`() throws {
        let call = try call(
            ("start_time", "2026-11-27T11:00:00.5+01:00"),
            ("end_time", "2026-11-27T10:00:02Z")
        )
        #expect(call.log.startTime.rfc3339 == "2026-11-27T10:00:00.500Z")
        #expect(call.log.durationMilliseconds == 1_500)
        let back = try self.call(
            ("start_time", "2026-11-27T10:00:05Z"),
            ("end_time", "2026-11-27T10:00:02Z")
        )
        #expect(back.log.durationMilliseconds == nil)
        #expect(refused(("start_time", "yesterday")) == "start_time")
    }

    @Test func `what is compared under one idempotency key is what the caller said`() throws {
        let first = try call(("model", "gpt-4o"), ("idempotency_key", "a"))
        let again = try call(("model", "gpt-4o"), ("idempotency_key", "b"))
        let other = try call(("model", "gpt-4"), ("idempotency_key", "a"))
        #expect(first.payload == again.payload)
        #expect(first.payload != other.payload)
        #expect(first.idempotencyKey == "a")
    }

    @Test func `a key in clear is nowhere in what is kept of the call`() throws {
        let key = "sk-Planted0Secret1Key2"
        let call = try Self.read(JSONObject([("key", .string(key)), ("spend", 1)]))
        #expect(call.payer == .clear(TokenHash(ofKey: key), nil))
        #expect(!"\(call)".contains("Planted0Secret"))
        #expect(!String(decoding: call.payload, as: UTF8.self).contains("Planted0Secret"))
    }

    private func refused(_ members: (String, JSON)...) -> String? {
        var object = JSONObject([("token", .string(Self.token)), ("spend", 1)])
        for (name, value) in members { object[name] = value }
        return field(of: object)
    }
}
