import NIOCore
import Testing

@testable import Wire

struct RequestCutTests {
    private func frame(_ text: String) throws -> Frame { try #require(Frame(text)) }

    private func text(_ span: CutSpan, _ frame: Frame) -> String? {
        if span.kind == .absent { return nil }
        return frame.bytes.getString(
            at: frame.bytes.readerIndex + span.text.lowerBound,
            length: span.text.count
        )
    }

    @Test func `the envelope and flat parameters are noted where they stand`() throws {
        let frame = try frame(
            #"""
             {"jsonrpc":"2.0","id":"a\u0041","method":"key.authorize","params":{"key":"sk-1",\#
            "tags":["x"],"estimated_tokens":-12,"estimated_cost":0.50,"a":true,"b":false,\#
            "c":null,"d":{}} }
            """#
        )
        #expect(frame.cut.kind == .object)
        #expect(text(frame.cut.version, frame) == #""2.0""#)
        #expect(text(frame.cut.id, frame) == #""a\u0041""#)
        #expect(frame.methodEquals("key.authorize"))
        #expect(!frame.methodEquals("key.authoriz"))
        #expect(!frame.methodEquals("key.authorizes"))
        #expect(frame.matches(frame.cut.version, "2.0"))
        #expect(!frame.matches(frame.cut.params, "2.0"))
        #expect(frame.cut.parameterCount == 8)
        #expect(frame.cut.hasAllParameters)
        let key = try #require(frame.member(named: "key"))
        guard case .string(let place) = key else {
            Issue.record("\(key)")
            return
        }
        #expect(frame.bytes.readableBytesUInt8Span.extracting(place).count == 4)
        #expect(frame.text(key) == "sk-1")
        #expect(frame.member(named: "estimated_tokens") == .int(-12))
        #expect(frame.member(named: "estimated_cost").flatMap(frame.text) == "0.50")
        #expect(frame.member(named: "a") == .bool(true))
        #expect(frame.member(named: "b") == .bool(false))
        #expect(frame.member(named: "c") == .null)
        #expect(frame.member(named: "missing") == .none)
        #expect(frame.parameter(at: 2) == .int(-12))
        guard case .nested(let tags) = frame.member(named: "tags") else {
            Issue.record("tags")
            return
        }
        #expect(tags == frame.cut[1].value.text)
        #expect(text(frame.cut[1].value, frame) == #"["x"]"#)
        #expect(text(frame.cut[7].value, frame) == "{}")
        #expect(text(frame.cut.params, frame)?.hasPrefix("{\"key\"") == true)
        #expect(text(frame.cut.params, frame)?.hasSuffix("\"d\":{}}") == true)
    }

    @Test func `positional parameters are noted by place`() throws {
        let frame = try frame(#"{"params":["sk-1",[1,2],{"a":[3]},null,7],"method":"m","id":1}"#)
        #expect(frame.cut.parameterCount == 5)
        #expect(frame.parameter(at: 0).flatMap(frame.text) == "sk-1")
        #expect(text(frame.cut[1].value, frame) == "[1,2]")
        #expect(text(frame.cut[2].value, frame) == #"{"a":[3]}"#)
        #expect(frame.parameter(at: 3) == .null)
        #expect(frame.parameter(at: 4) == .int(7))
        #expect(frame.parameter(at: 5) == .none)
        #expect(frame.member(named: "a") == .none)
        #expect(frame.methodEquals("m"))
        #expect(frame.cut.version.kind == .absent)
    }

    @Test func `names and methods with escapes are recognised all the same`() throws {
        let frame = try frame(
            #"""
            {"\u006asonrpc":"2\u002e0","i\u0064":1,"m\u0065thod":"a\u002eb","p\u0061rams":{\#
            "k\u0065y":"s\u006b"}}
            """#
        )
        #expect(frame.envelopeFault(limits: Limits()) == nil)
        #expect(frame.methodEquals("a.b"))
        #expect(frame.member(named: "key").flatMap(frame.text) == "sk")
        guard case .escapedString = frame.member(named: "key") else {
            Issue.record("a string with escapes must say so")
            return
        }
    }

    @Test func `names that only begin like those of the envelope are not taken for them`() throws {
        let frame = try frame(
            #"""
            {"id\u0000":1,"i":2,"idx":3,"methods":"a","params ":[1],"jsonrpc2":"2.0",\#
            "jsonrpc\u0000":"2.0"}
            """#
        )
        #expect(frame.cut.id.kind == .absent)
        #expect(frame.cut.method.kind == .absent)
        #expect(frame.cut.params.kind == .absent)
        #expect(frame.cut.version.kind == .absent)
        #expect(frame.cut.parameterCount == 0)
    }

    @Test func `members of the envelope's names deeper down are not taken for it`() throws {
        let frame = try frame(
            #"""
            {"x":{"id":1,"method":"inner","params":{"a":1}},"params":{"params":{"b":2},"id":5,\#
            "method":"p"},"method":"outer"}
            """#
        )
        #expect(frame.methodEquals("outer"))
        #expect(frame.cut.id.kind == .absent)
        #expect(frame.cut.parameterCount == 3)
        #expect(frame.member(named: "id") == .int(5))
        #expect(frame.member(named: "b") == .none)
    }

    @Test(arguments: [0, 1, 31, 32, 33, 100])
    func `up to 32 parameters are noted, more are counted`(count: Int) throws {
        let named = (0..<count).map { "\"p\($0)\":\($0)" }.joined(separator: ",")
        let positional = (0..<count).map(String.init).joined(separator: ",")
        for params in ["{\(named)}", "[\(positional)]"] {
            let frame = try frame("{\"params\":\(params),\"id\":9}")
            #expect(frame.cut.parameterCount == count)
            #expect(frame.cut.hasAllParameters == (count <= 32))
            #expect(frame.cut.id.kind == .integer)
            for index in 0..<min(count, 32) {
                #expect(frame.parameter(at: index) == .int(Int64(index)))
            }
            #expect(frame.parameter(at: 32) == .none)
        }
    }

    @Test(arguments: [
        ("9223372036854775807", FlatValue.int(.max)), ("-9223372036854775808", .int(.min)),
        ("0", .int(0)), ("-0", .number(1..<3)), ("9223372036854775808", .number(1..<20)),
        ("-9223372036854775809", .number(1..<21)), ("18446744073709551616", .number(1..<21)),
        ("99999999999999999999", .number(1..<21)), ("1.0", .number(1..<4)), ("1e3", .number(1..<4)),
    ])
    func `numbers are integers where Int64 holds them`(text: String, value: FlatValue) throws {
        let frame = try frame("{\"params\":[\(text)]}")
        let shift = "{\"params\":".utf8.count
        switch (frame.parameter(at: 0), value) {
        case (.number(let place)?, .number(let expected)):
            #expect(place.lowerBound - shift == expected.lowerBound)
            #expect(place.count == expected.count)
        case (let found, let expected): #expect(found == expected)
        }
    }

    @Test func `a cut is not left over from the frame before`() throws {
        var decoder = FrameDecoder(limits: Limits())
        var buffer = ByteBuffer(
            string: #"{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":-0}}{"id":2}[]7 "#
        )
        var cuts: [RequestCut] = []
        while case .frame(let frame) = decoder.next(&buffer) { cuts.append(frame.cut) }
        try #require(cuts.count == 4)
        #expect(cuts[0].needsExactReader)
        #expect(cuts[1] == Frame(#"{"id":2}"#)?.cut)
        #expect(cuts[1].method.kind == .absent)
        #expect(cuts[1].parameterCount == 0)
        #expect(!cuts[1].needsExactReader)
        #expect(cuts[2].kind == .array)
        #expect(cuts[3].kind == .integer)
    }

    @Test func `a frame that is kept is not changed by the frames after it`() throws {
        var decoder = FrameDecoder(limits: Limits())
        var buffer = ByteBuffer(string: #"{"params":[1,2]}{"params":{"b":[3]}}{"params":[4]}"#)
        var frames: [Frame] = []
        while case .frame(let frame) = decoder.next(&buffer) { frames.append(frame) }
        try #require(frames.count == 3)
        #expect(frames[0].parameter(at: 0) == .int(1))
        #expect(frames[0].parameter(at: 1) == .int(2))
        #expect(frames[1].member(named: "b") == .nested(15..<18))
        #expect(frames[2].parameter(at: 0) == .int(4))
        #expect(frames[2].parameter(at: 1) == .none)
        #expect(frames[2] == Frame(#"{"params":[4]}"#))
    }

    @Test(arguments: [
        "", "a", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghijklmnop", "abcdefghijklmnopq",
    ])
    func `a name matches itself only`(name: String) throws {
        let known: [(StaticString, String)] = [
            ("", ""), ("a", "a"), ("abcdefg", "abcdefg"), ("abcdefgh", "abcdefgh"),
            ("abcdefghi", "abcdefghi"), ("abcdefghijklmnop", "abcdefghijklmnop"),
            ("abcdefghijklmnopq", "abcdefghijklmnopq"), ("bbcdefghijklmnopq", "b"),
            ("abcdefghijklmnopr", "r"), ("abcdefgx", "x"), ("xbcdefghi", "x"), ("b", "b"),
            ("abcdefghXjklmnopq", "X"),
        ]
        for written in [name, name.replacing("a", with: "\\u0061")] {
            let frame = try frame("{\"method\":\"\(written)\",\"params\":{\"\(written)\":7}}")
            for (text, meaning) in known {
                #expect(frame.methodEquals(text) == (meaning == name))
                #expect(frame.member(named: text) == (meaning == name ? .int(7) : .none))
            }
        }
    }

    @Test(arguments: [UInt64(11), 12, UInt64.random(in: 13...UInt64.max)])
    func `on random requests cut and tree read the same`(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        // One decoder for all, so that nothing may be left over from frames before.
        var decoder = FrameDecoder(limits: Limits())
        for round in 0..<500 {
            let request = randomRequest(&random)
            var buffer = ByteBuffer(string: request)
            guard case .frame(let frame) = decoder.next(&buffer) else {
                Issue.record("seed \(seed), round \(round): \(request)")
                return
            }
            #expect(frame == Frame(request))
            try compare(frame, "seed \(seed), round \(round): \(request)")
        }
    }

    private func randomRequest(_ random: inout RandomJSON) -> String {
        var members = [
            "\"jsonrpc\":" + random.pick(["\"2.0\"", "\"2.\\u0030\"", "2", "\"1.0\""]),
            "\"id\":" + random.value(depth: 1),
            "\"method\":" + random.value(depth: random.chance(90) ? 0 : 2),
            "\"p\\u0061rams\":" + random.container(3),
            "\"other\":" + random.value(),
        ]
        members.shuffle(using: &random.random)
        members.removeLast(Int.random(in: 0...2, using: &random.random))
        return "{" + members.joined(separator: random.pick([",", " ,\n"])) + "}"
    }

    private func compare(_ frame: Frame, _ comment: String) throws {
        let tree = JSONParser.tree(frame)
        for (span, name) in [
            (frame.cut.version, "jsonrpc"), (frame.cut.id, "id"), (frame.cut.method, "method"),
            (frame.cut.params, "params"),
        ] {
            try compare(span, tree[name], frame, comment)
        }
        let count = frame.cut.notedCount
        switch tree["params"] {
        case .array(let elements)?:
            try #require(elements.count == frame.cut.parameterCount, "\(comment)")
            for index in 0..<count {
                try compare(frame.cut[index].value, elements[index], frame, comment)
            }
        case .object(let object)?:
            try #require(object.members.count == frame.cut.parameterCount, "\(comment)")
            for index in 0..<count {
                let name = frame.string(frame.cut[index].name)
                try #require(
                    name.map { Array($0.utf8) } == Array(object.members[index].name.utf8),
                    "\(comment)"
                )
                try compare(frame.cut[index].value, object.members[index].value, frame, comment)
            }
        case .null?, .bool?, .int?, .number?, .string?, .none: #expect(count == 0)
        }
    }

    private func compare(
        _ span: CutSpan,
        _ value: JSON?,
        _ frame: Frame,
        _ comment: String
    ) throws {
        let read = frame.flat(span)
        let same =
            switch (read, value) {
            case (.none, .none): true
            case (.null?, .null?): true
            case (.bool(let left)?, .bool(let right)?): left == right
            case (.int(let left)?, .int(let right)?): left == right
            case (.number?, .number(let right)?): read.flatMap(frame.text) == right
            case (.string?, .string(let right)?), (.escapedString?, .string(let right)?):
                read.flatMap(frame.text).map { Array($0.utf8) } == Array(right.utf8)
            case (.nested?, .array?), (.nested?, .object?):
                value.map(JSONWriter.bytes)
                    == JSONWriter.bytes(JSONParser.tree(span, in: frame))
            case (_, _): false
            }
        try #require(same, "\(comment)")
    }
}
