/// The models that one request asks for: the proxy reads a comma as a list.
package enum RequestedModels: Equatable, Sendable {
    /// The request names no model, so no list of models is asked.
    case none
    case one(String)
    /// A batch: every one of them must be allowed.
    case several([String])

    /// Reads the parameter `model`: names parted by commas, space around them ignored.
    package init(_ text: String?) {
        guard let text else {
            self = .none
            return
        }
        self = Self.isPlain(text) ? .one(text) : Self.split(text)
    }

    /// The first name that `condition` holds for.
    package func first(where condition: (String) -> Bool) -> String? {
        switch self {
        case .none: nil
        case .one(let name): condition(name) ? name : nil
        case .several(let names): names.first(where: condition)
        }
    }

    /// Whether the text is one name as it stands: nearly every request goes without a copy.
    private static func isPlain(_ text: String) -> Bool {
        let bytes = text.utf8.span
        guard !bytes.isEmpty, isInk(bytes[0]), isInk(bytes[bytes.count - 1]) else { return false }
        for position in 0..<bytes.count where bytes[position] == UInt8(ascii: ",") { return false }
        return true
    }

    private static func isInk(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F
    }

    private static func split(_ text: String) -> RequestedModels {
        let names = text.unicodeScalars.split(separator: ",").compactMap(trimmed)
        return names.count > 1 ? .several(names) : names.first.map(RequestedModels.one) ?? .none
    }

    private static func trimmed(_ part: Substring.UnicodeScalarView) -> String? {
        let start = part.drop { $0.properties.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.properties.isWhitespace }) else { return nil }
        return String(start[...last])
    }
}
