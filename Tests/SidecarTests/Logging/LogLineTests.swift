import Logging
import Sidecar
import Testing

@Suite struct LogLineTests {
    private func line(
        _ message: String,
        _ metadata: Logger.Metadata = [:],
        level: Logger.Level = .info
    ) -> LogLine {
        LogLine(
            time: LogTimestamp(millisecondsSinceEpoch: 1_795_444_580_123),
            level: level,
            logger: "sidecar",
            message: message,
            metadata: metadata
        )
    }

    @Test func `a JSON line has time, level, logger, message and metadata in order`() {
        let fields = Logger.Metadata.with([
            .path: "/run/a.sock", .count: .stringConvertible(3), .mode: .stringConvertible(true),
        ])
        #expect(
            line("listening", fields).render(.json)
                == #"{"time":"2026-11-23T14:36:20.123Z","level":"info","logger":"sidecar","#
                + #""message":"listening","metadata":{"count":3,"mode":true,"#
                + #""path":"/run/a.sock"}}"# + "\n"
        )
    }

    @Test func `a line without metadata leaves it out`() {
        #expect(!line("started").render(.json).contains("metadata"))
    }

    @Test func `nested metadata stays nested`() {
        let metadata: Logger.Metadata = ["a": ["b": ["x", .stringConvertible(1.5)]]]
        #expect(line("m", metadata).render(.json).contains(#""metadata":{"a":{"b":["x","1.5"]}}"#))
        #expect(line("m", metadata).render(.text).contains(#" a={"b":["x","1.5"]}"#))
    }

    @Test func `a text line is aligned and quotes what has blanks`() {
        let metadata: Logger.Metadata = ["b": "two words", "a": "one", "c": ""]
        #expect(
            line("started", metadata, level: .warning).render(.text)
                == "2026-11-23T14:36:20.123Z WARNING  started a=one b=\"two words\" c=\"\"\n"
        )
    }

    @Test(arguments: [LogShape.text, .json])
    func `no text forges a second line`(shape: LogShape) {
        let evil = "a\nb\r\"c\\\u{0}\u{1B}[2J\u{7F}\u{85}\u{2028}"
        let text = line(evil, ["k": .string(evil), "l": [.string(evil)]]).render(shape)
        #expect(text.filter(\.isNewline).count == 1)
        #expect(text.hasSuffix("\n"))
        let controls = text.dropLast().unicodeScalars.filter {
            $0.value < 0x20 || (0x7F...0x9F).contains($0.value)
        }
        #expect(controls.isEmpty)
    }

    @Test(arguments: [LogShape.text, .json])
    func `a key is masked wherever it stands`(shape: LogShape) {
        let key = "sk-planted_0123-ABC"
        let metadata: Logger.Metadata = [
            "a": .string(key), "b": ["c": .string("x \(key) y")], "d": [.string(key)],
            "e": .stringConvertible(key),
        ]
        let text = line("refused \(key)", metadata).render(shape)
        #expect(!text.contains("planted"))
        #expect(text.contains("refused sk-***"))
    }
}
