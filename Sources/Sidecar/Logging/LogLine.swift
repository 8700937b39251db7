package import Logging

/// One log line before it is written: pure, so that its shape can be tested without a stream.
package struct LogLine {
    /// When it happened.
    package let time: LogTimestamp
    /// How severe it is.
    package let level: Logger.Level
    /// Who says it.
    package let logger: String
    /// Constant text; what varies is metadata.
    package let message: String
    /// What varies.
    package let metadata: Logger.Metadata

    package init(
        time: LogTimestamp,
        level: Logger.Level,
        logger: String,
        message: String,
        metadata: Logger.Metadata
    ) {
        self.time = time
        self.level = level
        self.logger = logger
        self.message = message
        self.metadata = metadata
    }

    /// The line in the wanted shape, ended by a newline, with no other newline in it.
    package func render(_ shape: LogShape) -> String {
        switch shape {
        case .text: text
        case .json: json
        }
    }

    private var text: String {
        let level = self.level.rawValue.uppercased()
        let padding = String(repeating: " ", count: max(1, 9 - level.count))
        let fields = metadata.sorted { $0.key < $1.key }.map { name, value in
            " \(name)=\(Self.plain(value))"
        }
        return "\(time.text) \(level)\(padding)\(Self.oneLine(message))\(fields.joined())\n"
    }

    private var json: String {
        var members = [
            "\"time\":\(Self.quoted(time.text))", "\"level\":\(Self.quoted(level.rawValue))",
            "\"logger\":\(Self.quoted(logger))", "\"message\":\(Self.quoted(message))",
        ]
        if !metadata.isEmpty { members.append("\"metadata\":\(Self.object(metadata))") }
        return "{\(members.joined(separator: ","))}\n"
    }

    private static func object(_ metadata: Logger.Metadata) -> String {
        let members = metadata.sorted { $0.key < $1.key }.map { name, value in
            "\(quoted(name)):\(structured(value))"
        }
        return "{\(members.joined(separator: ","))}"
    }

    private static func structured(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): quoted(text)
        case .stringConvertible(let value as Bool): "\(value)"
        case .stringConvertible(let value as any FixedWidthInteger): "\(value)"
        case .stringConvertible(let value): quoted("\(value)")
        case .dictionary(let metadata): object(metadata)
        case .array(let values): "[\(values.map(structured).joined(separator: ","))]"
        }
    }

    private static func plain(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): word(text)
        case .stringConvertible(let value): word("\(value)")
        case .dictionary(let metadata): object(metadata)
        case .array(let values): "[\(values.map(structured).joined(separator: ","))]"
        }
    }

    /// As it is where the eye can tell its ends, else in quotes.
    private static func word(_ text: String) -> String {
        let isWord =
            !text.isEmpty
            && text.utf8.allSatisfy {
                $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=") && $0 != 0x7F
            }
        return isWord ? LogRedaction.redact(text) : quoted(text)
    }

    /// The text with control characters escaped: no message can forge a second line.
    private static func oneLine(_ text: String) -> String {
        LogText.escape(LogRedaction.redact(text), quotes: false)
    }

    private static func quoted(_ text: String) -> String {
        "\"\(LogText.escape(LogRedaction.redact(text), quotes: true))\""
    }
}
