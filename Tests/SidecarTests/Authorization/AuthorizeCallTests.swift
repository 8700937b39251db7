import NIOCore
import Store
import Testing
import Wire

@testable import Sidecar

@Suite struct AuthorizeCallTests {
    private static let names = AdmissionLimits.modelNames
    private static let nameBytes = AdmissionLimits.modelNameBytes

    private static func list(_ count: Int) -> String {
        Array(repeating: "m", count: count).joined(separator: ",")
    }

    private func general(_ model: String) throws(WireError) -> AuthorizeCall {
        let params = JSONObject([("key", "sk-1"), ("model", .string(model))])
        return try AuthorizeCall(Arguments(named: params, for: KeyAuthorizeMethod.descriptor))
    }

    private func inline(_ model: String) throws -> AuthorizeCall? {
        try inline([("key", "sk-1"), ("model", .string(model))])
    }

    private func inline(_ params: [(String, JSON)]) throws -> AuthorizeCall? {
        let request = JSONWriter.string([
            "jsonrpc": "2.0", "id": 1, "method": "key.authorize",
            "params": .object(JSONObject(params)),
        ])
        var bytes = ByteBuffer(string: request)
        var limits = Limits()
        limits.frameBytes = 4 << 20
        var decoder = FrameDecoder(limits: limits)
        guard case .frame(let frame) = decoder.next(&bytes, isFinal: true) else {
            Issue.record("not a frame")
            return nil
        }
        var call = AuthorizeCall()
        return call.read(frame) ? call : nil
    }

    @Test(arguments: [
        String(repeating: "m", count: nameBytes), list(names),
        list(names - 1) + "," + String(repeating: "é", count: nameBytes / 2),
    ])
    func `models within the bounds are taken either way`(model: String) throws {
        #expect(try general(model).request == inline(model)?.request)
    }

    @Test(arguments: [
        String(repeating: "m", count: nameBytes + 1), list(names + 1),
        list(names - 1) + "," + String(repeating: "é", count: nameBytes / 2 + 1),
        list(500_000), "",
    ])
    func `more, or longer, models are an error that names the parameter`(model: String) throws {
        #expect(try inline(model) == nil)
        let error = #expect(throws: WireError.self) { try general(model) }
        #expect(error?.kind == .invalidParams)
        #expect(error?.context.field == "model")
    }

    @Test(
        arguments: [
            ("end_user_id", "a\u{0}b"),
            ("end_user_id", .string(String(repeating: "é", count: 513))),
            ("end_user_id", .string(String(repeating: "x", count: 1_025))),
            ("model", "gpt\u{0}"), ("tags", ["a\u{0}"]), ("tags", [""]),
            ("tags", [.string(String(repeating: "é", count: 257))]),
        ] as [(String, JSON)]
    )
    func `what spend.record could not take is refused by both, with the field`(
        name: String,
        value: JSON
    ) throws {
        let params = [("key", JSON.string("sk-1")), (name, value)]
        #expect(try inline(params) == nil)
        let authorize = #expect(throws: WireError.self) {
            try AuthorizeCall(
                Arguments(named: JSONObject(params), for: KeyAuthorizeMethod.descriptor)
            )
        }
        let record = #expect(throws: WireError.self) {
            let arguments = try Arguments(
                named: JSONObject(params + [("spend", 1)]),
                for: SpendRecordMethod.descriptor
            )
            _ = try RecordCall(arguments, now: Timestamp(milliseconds: 0), requestID: "r")
        }
        for error in [authorize, record] {
            #expect(error?.kind == .invalidParams)
            #expect(error?.context.field?.hasPrefix(name) == true)
        }
    }

    @Test(
        arguments: [
            [("estimated_cost", .number("0.0125")), ("estimated_tokens", 1_000)],
            [("estimated_cost", 2), ("grant_ttl_ms", 86_400_000), ("hold", "connection")],
            [("estimated_cost", .number("1e-6")), ("grant_ttl_ms", 1), ("hold", "deadline")],
            [("estimated_cost", .number("1e300"))], [("estimated_cost", .number("1e24"))],
            [("estimated_cost", .number("1.7976931348623157e308"))], [("estimated_tokens", 0)],
        ] as [[(String, JSON)]]
    )
    func `estimates are taken either way`(members: [(String, JSON)]) throws {
        let params = [("key", JSON.string("sk-1"))] + members
        let general = try AuthorizeCall(
            Arguments(named: JSONObject(params), for: KeyAuthorizeMethod.descriptor)
        )
        #expect(general.request != AdmissionRequest())
        #expect(try inline(params)?.request == general.request)
    }

    @Test(
        arguments: [
            ("estimated_cost", .number("-0.01")), ("estimated_cost", "1"),
            ("estimated_cost", .number("-1e26")), ("estimated_cost", .number("-1e308")),
            ("estimated_cost", .number("-1e309")), ("estimated_cost", .number("1e309")),
            ("estimated_cost", .number("-1e-13")), ("estimated_cost", -1),
            ("estimated_cost", .number("-99999999999999999999")),
            ("estimated_cost", .number("1e99999999999999999999")),
            ("estimated_tokens", -1), ("estimated_tokens", .number("1.5")),
            ("grant_ttl_ms", 0), ("grant_ttl_ms", 86_400_001), ("hold", "forever"),
        ] as [(String, JSON)]
    )
    func `an estimate of the wrong form is an error that names it`(
        name: String,
        value: JSON
    ) throws {
        let params = [("key", JSON.string("sk-1")), (name, value)]
        #expect(try inline(params) == nil)
        let error = #expect(throws: WireError.self) {
            try Arguments(named: JSONObject(params), for: KeyAuthorizeMethod.descriptor)
        }
        #expect(error?.context.field == name)
    }
}
