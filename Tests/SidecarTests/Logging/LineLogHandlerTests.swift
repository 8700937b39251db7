import Logging
import NIOConcurrencyHelpers
import Sidecar
import Testing

@Suite struct LineLogHandlerTests {
    private let lines = NIOLockedValueBox<[String]>([])

    private func logger(level: LogLevel = .info, shape: LogShape = .text) -> Logger {
        Logger(
            label: "sidecar.test",
            factory: { label in
                LineLogHandler(
                    label: label,
                    control: LogControl(level, shape),
                    now: { 0 },
                    write: { line in lines.withLockedValue { $0.append(line) } }
                )
            }
        )
    }

    @Test func `levels below the setting are not written`() {
        let logger = logger(level: .notice)
        logger.info("quiet")
        logger.notice("loud")
        #expect(lines.withLockedValue(\.self) == ["1970-01-01T00:00:00.000Z NOTICE   loud\n"])
    }

    @Test func `what a reload changes holds for loggers that were made before`() {
        let control = LogControl(.notice, .json)
        let logger = Logger(
            label: "sidecar.test",
            factory: { label in
                LineLogHandler(label: label, control: control, now: { 0 }) { line in
                    lines.withLockedValue { $0.append(line) }
                }
            }
        )
        logger.info("quiet")
        control.apply(.info, .text)
        logger.info("loud")
        #expect(lines.withLockedValue(\.self) == ["1970-01-01T00:00:00.000Z INFO     loud\n"])
    }

    @Test func `metadata of the call wins over that of the logger`() {
        var logger = logger()
        logger[metadataKey: LogKey.path.rawValue] = "/a"
        logger[metadataKey: LogKey.mode.rawValue] = "x"
        logger.info("m", metadata: .with([.path: "/b"]))
        #expect(
            lines.withLockedValue(\.self) == [
                "1970-01-01T00:00:00.000Z INFO     m mode=x path=/b\n"
            ]
        )
        #expect(logger[metadataKey: "path"] == "/a")
    }

    @Test func `an error of the call is written, without keys`() {
        struct Leak: Error {
            let text = "sk-planted-0123456789"
        }
        logger(shape: .json).error("failed", error: Leak())
        let line = lines.withLockedValue { $0.first ?? "" }
        #expect(line.contains(#""metadata":{"error":"Leak(text: \"sk-***\")"}"#))
    }

    @Test(arguments: LogLevel.allCases)
    func `our levels are the logger's`(level: LogLevel) {
        #expect(level.loggerLevel.rawValue == level.rawValue)
    }

    @Test func `auto is text on a terminal and JSON elsewhere`() {
        #expect(LogFormat.automatic.shape(onTerminal: true) == .text)
        #expect(LogFormat.automatic.shape(onTerminal: false) == .json)
        #expect(LogFormat.text.shape(onTerminal: false) == .text)
        #expect(LogFormat.json.shape(onTerminal: true) == .json)
    }
}
