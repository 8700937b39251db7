import NIOCore
import Testing

@testable import Wire

struct AnswerWriterTests {
    @Test func `an answer is written piece by piece with its commas`() throws {
        let frame = try #require(Frame(#"{"jsonrpc":"2.0","id": "x\n" ,"method":"m"}"#))
        var writer = AnswerWriter(ByteBuffer())
        for _ in 0..<2 {
            writer.beginResult(to: frame)
            writer.beginObject()
            writer.name("a")
            writer.value("q\"")
            writer.name("b")
            writer.beginArray()
            writer.value(Int64.min)
            writer.value(1.5)
            writer.value(Double.nan)
            writer.beginObject()
            writer.endObject()
            writer.beginArray()
            writer.endArray()
            writer.value(true)
            writer.null()
            writer.endArray()
            writer.name("c")
            writer.value(JSON.array([1, [:]]))
            writer.name("d")
            writer.raw("{\"ready\":1}")
            writer.raw(Array(#""e":2,"f":3"#.utf8).span)
            writer.endObject()
            writer.endResult()
        }
        let line =
            #"""
            {"jsonrpc":"2.0","id":"x\n","result":{"a":"q\"","b":[-9223372036854775808,1.5,\#
            null,{},[],true,null],"c":[1,{}],"d":{"ready":1},"e":2,"f":3}}
            """#
        #expect(String(buffer: writer.buffer) == "\(line)\n\(line)\n")
        #expect(throws: Never.self) { try JSONParser.parse(line) }
    }

    @Test func `whole answers are lines among the others`() throws {
        let frame = try #require(Frame(#"{"jsonrpc":"2.0","id":1,"method":"m"}"#))
        var writer = AnswerWriter(ByteBuffer())
        let response = Response(id: RequestID(2), outcome: .success(nil))
        writer.write(response)
        writer.beginResult(to: frame)
        writer.value(Int64(7))
        writer.endResult()
        writer.write(batch: [response])
        writer.write(batch: [])
        let two = #"{"jsonrpc":"2.0","id":2,"result":null}"#
        #expect(
            String(buffer: writer.take())
                == "\(two)\n{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":7}\n[\(two)]\n"
        )
        #expect(writer.buffer.readableBytes == 0)
    }

    @Test func `what is taken makes room for a buffer that is used again`() {
        var writer = AnswerWriter(ByteBuffer())
        let response = Response(id: RequestID(1), outcome: .success(1))
        writer.write(response)
        let first = writer.take(leaving: ByteBuffer(string: "kept "))
        writer.write(response)
        #expect(String(buffer: writer.take()) == "kept " + String(buffer: first))
        #expect(writer.buffer.readableBytes == 0)
    }

    @Test func `a value alone is written without an answer around it`() throws {
        let text = AnswerWriter.text { writer in
            writer.beginObject()
            writer.name("a")
            writer.value("x")
            writer.name("b")
            writer.null()
            writer.endObject()
        }
        #expect(String(decoding: text, as: UTF8.self) == #"{"a":"x","b":null}"#)
    }

    @Test func `the memory of a great answer is not kept`() {
        var writer = AnswerWriter(ByteBuffer())
        let text = String(repeating: "x", count: 100_000)
        writer.write(Response(id: RequestID(1), outcome: .success(.string(text))))
        #expect(writer.answer.capacity <= AnswerWriter.keptBytes)
        writer.write(Response(id: RequestID(1), outcome: .success(1)))
        #expect(writer.answer.capacity > 0)
        #expect(writer.buffer.readableBytes > 100_000)
    }
}
