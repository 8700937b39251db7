import NIOCore
import Testing

@testable import Wire

struct FrameDecoderTests {
    private static let inputs = [
        #"{"jsonrpc":"2.0","id":1,"method":"key.authorize","params":{"key":"sk-1","model":"m"}}"#,
        #"{"a":"é€😀\u00e9\ud83d\ude00\n\"\\"}[1,[2,{"b":[]}],-1.5e+3,true,false,null] "x" 12 "#,
        "{}[]\"\"\"\"{}\r\n\r\n[ ]\t 1 2\n3{}4[5]6\"7\" true null\nfalse {} ",
        "[\"12345678\",\"123456781234567\",{\"1234567\":\"\\\\\"}]",
    ]
    private static let pieces = [
        [inputs[0]],
        [
            #"{"a":"é€😀\u00e9\ud83d\ude00\n\"\\"}"#, #"[1,[2,{"b":[]}],-1.5e+3,true,false,null]"#,
            #""x""#, "12",
        ],
        [
            "{}", "[]", "\"\"", "\"\"", "{}", "[ ]", "1", "2", "3", "{}", "4", "[5]", "6",
            "\"7\"", "true", "null", "false", "{}",
        ],
        [inputs[3]],
    ]

    @Test(arguments: [
        #"{"a":1}{"b":2}"#, "{\"a\":1}\n{\"b\":2}\n", " \r\n{\"a\":1}\r\n\t {\"b\":2} \r\n",
    ])
    func `values need nothing between them, and white space changes nothing`(text: String) {
        let stream = Stream(text)
        #expect(stream.texts == [#"{"a":1}"#, #"{"b":2}"#])
        #expect(stream.error == nil)
    }

    @Test(arguments: zip(inputs, pieces))
    func `a split at any byte changes nothing`(input: String, pieces: [String]) {
        let bytes = Array(input.utf8)
        for place in 0...bytes.count {
            let stream = Stream([Array(bytes[..<place]), Array(bytes[place...])])
            #expect(stream.texts == pieces)
            #expect(stream.error == nil)
        }
        let trickle = Stream(bytes.map { [$0] })
        #expect(trickle.texts == pieces)
        #expect(trickle.error == nil)
    }

    @Test(arguments: zip(inputs, pieces))
    func `input that ends within a value gives what came before, then one error`(
        input: String,
        pieces: [String]
    ) {
        let bytes = Array(input.utf8)
        for place in 0..<bytes.count {
            let stream = Stream([Array(bytes[..<place])])
            // A number or a string of digits cut short may be a number all the same.
            let whole = stream.texts.dropLast()
            #expect(Array(whole) == Array(pieces.prefix(whole.count)))
            if let error = stream.error {
                #expect(error.kind == .parseError)
                #expect(Array(stream.texts) == Array(pieces.prefix(stream.texts.count)))
            }
        }
        for place in 1..<Self.inputs[0].utf8.count {
            let stream = Stream([Array(Self.inputs[0].utf8.prefix(place))])
            #expect(stream.texts == [])
            #expect(stream.error == .parse(JSONError(.truncated, at: place)))
        }
    }

    @Test func `a number at the end of the bytes waits for what follows`() {
        var decoder = FrameDecoder(limits: Limits())
        var buffer = ByteBuffer(string: "12")
        #expect(decoder.next(&buffer) == .needMore)
        buffer.writeString("3")
        #expect(decoder.next(&buffer) == .needMore)
        buffer.writeString("\n")
        guard case .frame(let frame) = decoder.next(&buffer) else {
            Issue.record("no frame")
            return
        }
        #expect(String(buffer: frame.bytes) == "123")
        #expect(decoder.next(&buffer) == .needMore)
        buffer.writeString("4")
        #expect(decoder.next(&buffer) == .needMore)
        guard case .frame = decoder.next(&buffer, isFinal: true) else {
            Issue.record("no frame at the end of input")
            return
        }
    }

    @Test func `an HTTP request is one parse error`() {
        let stream = Stream("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}")
        #expect(stream.texts == [])
        #expect(stream.error == .parse(JSONError(.unexpectedByte, at: 0)))
    }

    @Test(arguments: [
        ("{} x {}", 1), ("{}}{}", 1), ("{}\u{0}{}", 1), ("{}\u{FEFF}{}", 1), ("\u{FEFF}{}", 0),
        ("{},{}", 1), ("01", 0), ("{}1.{}", 1), ("{} {'a':1}", 1), ("[1}[2]", 0),
        ("\u{1B}[A", 0), (#"{"a":1,"\u0061":2} {}"#, 0), ("{}]", 1), ("{}truex {}", 1),
    ])
    func `garbage is answered once, after what came before it, and nothing is read any more`(
        text: String,
        before: Int
    ) {
        let bytes = Array(text.utf8)
        for stream in [Stream(text), Stream(bytes.map { [$0] })] {
            #expect(stream.texts.count == before)
            #expect(stream.error?.kind == .parseError)
        }
    }

    @Test func `garbage fails at once, without waiting for more`() {
        for text in ["x", "{x", "[1,,", "{\"a\" 1", "\"\\x", "nulk", "{}}"] {
            var decoder = FrameDecoder(limits: Limits())
            var buffer = ByteBuffer(string: text)
            var action = decoder.next(&buffer)
            if case .frame = action { action = decoder.next(&buffer) }
            guard case .fail(let error) = action else {
                Issue.record("\(text): \(action)")
                continue
            }
            #expect(error.kind == .parseError)
            #expect(decoder.next(&buffer, isFinal: true) == .needMore)
            buffer.writeString("{}")
            #expect(decoder.next(&buffer, isFinal: true) == .needMore)
            #expect(buffer.readableBytes == 0)
        }
    }

    @Test func `a hundred thousand brackets fail at the 33rd`() {
        let brackets = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(Stream([brackets]).error == .parse(JSONError(.nestedTooDeep, at: 32)))
        var decoder = FrameDecoder(limits: Limits())
        var buffer = ByteBuffer(bytes: brackets.prefix(33))
        #expect(decoder.next(&buffer) == .fail(.parse(JSONError(.nestedTooDeep, at: 32))))
    }

    @Test func `an empty stream, or one of white space, holds nothing and is no error`() {
        for text in ["", " ", "\n\r\n\t "] { #expect(Stream(text) == Stream([])) }
        #expect(Stream([]).texts == [])
        #expect(Stream([]).error == nil)
    }

    @Test func `white space is consumed as it comes`() {
        var decoder = FrameDecoder(limits: Limits())
        var buffer = ByteBuffer(string: String(repeating: "\n", count: 5_000))
        #expect(decoder.next(&buffer) == .needMore)
        #expect(buffer.readableBytes == 0)
    }
}
