import NIOCore
import Testing

@testable import Wire

struct ResponseTests {
    private func text(_ response: Response) -> String {
        var buffer = ByteBuffer()
        ResponseWriter.write(response, into: &buffer)
        return String(buffer: buffer)
    }

    @Test func `a result is one compact object with the id as it came`() throws {
        let frame = try #require(Frame(#"{"jsonrpc":"2.0","method":"m","id":"\u0061"}"#))
        let id = try #require(RequestID(in: frame))
        #expect(
            text(Response(id: id, outcome: .success(["a": nil])))
                == #"{"jsonrpc":"2.0","id":"\u0061","result":{"a":null}}"#
        )
        #expect(
            text(Response(id: .null, outcome: .success(nil)))
                == #"{"jsonrpc":"2.0","id":null,"result":null}"#
        )
    }

    @Test func `an error has its code, its sentence and always three members of data`() {
        #expect(
            text(
                Response(
                    id: RequestID(1),
                    outcome: .failure(WireError(.invalidKey, "no \"such\" key"))
                )
            )
                == #"""
                {"jsonrpc":"2.0","id":1,"error":{"code":-32001,"message":"no \"such\" key",\#
                "data":{"type":"invalid_key","http_status":401,"retryable":false}}}
                """#
        )
    }

    @Test func `what applies follows in the order of the contract`() {
        var context = WireError.Context()
        context.entity = WireError.Entity(type: "team", id: "t1")
        context.limit = 10
        context.used = .number("12.5")
        context.resetsAt = "2026-12-01T00:00:00Z"
        context.retryAfterMilliseconds = 1_500
        context.model = "gpt-4o"
        context.field = "tags[3]"
        context.detail = "outcome_unknown"
        context.httpStatus = 400
        let error = WireError(.budgetExceeded, "spent", context)
        #expect(
            JSONWriter.string(.object(error.data))
                == #"""
                {"type":"budget_exceeded","http_status":400,"retryable":false,"entity":{\#
                "type":"team","id":"t1"},"limit":10,"used":12.5,\#
                "resets_at":"2026-12-01T00:00:00Z","retry_after_ms":1500,"model":"gpt-4o",\#
                "field":"tags[3]","detail":"outcome_unknown"}
                """#
        )
        #expect(WireError(json: error.json) == error)
    }

    @Test func `a call that may have done its work is not simply made again`() {
        let timeout = WireError(.storeUnavailable, "too late").withUnknownOutcome()
        #expect(timeout.data["retryable"] == false)
        #expect(timeout.data["detail"] == "outcome_unknown")
        #expect(WireError(json: timeout.json) == timeout)
        // With an idempotency key the same call again does nothing twice.
        let keyed = WireError(.journalUnavailable, "sync").withUnknownOutcome(isRetriable: true)
        #expect(keyed.data["retryable"] == true)
        #expect(keyed.data["detail"] == "outcome_unknown")
    }

    @Test(arguments: WireError.Kind.allCases)
    func `every kind reads back from what was written`(kind: WireError.Kind) throws {
        let error = WireError(kind, "why")
        let response = Response(id: RequestID("x"), outcome: .failure(error))
        let json = try JSONParser.parse(text(response))
        #expect(Response(json: json) == response)
        #expect(json["error"]?["code"] == .int(kind.code))
        #expect(json["error"]?["data"]?["type"]?.string == kind.rawValue)
    }

    @Test func `an error of a foreign server is read as far as it goes`() {
        #expect(
            WireError(json: ["code": -32601, "message": "x"]) == WireError(.methodNotFound, "x")
        )
        #expect(WireError(json: ["code": 5, "message": "x"]) == WireError(.internalError, "x"))
        #expect(WireError(json: "x") == WireError(.internalError, ""))
    }

    @Test func `a null result is a result`() throws {
        let json = try JSONParser.parse(#"{"jsonrpc":"2.0","id":1,"result":null}"#)
        #expect(Response(json: json) == Response(id: RequestID(1), outcome: .success(nil)))
    }

    @Test(arguments: [
        "1", "{}", #"{"jsonrpc":"2.0","id":1}"#, #"{"jsonrpc":"2.0","result":1}"#,
        #"{"jsonrpc":"2.0","id":[],"result":1}"#, #"{"id":1,"result":1}"#,
        #"{"jsonrpc":"2.0","id":1,"result":1,"error":{}}"#,
    ])
    func `what is not an answer is none`(text: String) throws {
        #expect(Response(json: try JSONParser.parse(text)) == nil)
    }

    @Test func `a batch of answers is one array, and without answers nothing`() {
        var buffer = ByteBuffer()
        ResponseWriter.write(batch: [], into: &buffer)
        #expect(buffer.readableBytes == 0)
        let one = Response(id: RequestID(1), outcome: .success(1))
        ResponseWriter.write(batch: [one], into: &buffer)
        ResponseWriter.write(batch: [one, one], into: &buffer)
        let text = #"{"jsonrpc":"2.0","id":1,"result":1}"#
        #expect(String(buffer: buffer) == "[\(text)][\(text),\(text)]")
    }
}
