import FoundationEssentials

/// A jsonb value that somebody else wrote: read without expecting any shape of it.
enum LooseJSON: Decodable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([LooseJSON])
    case members([String: LooseJSON])

    /// Reads what Postgres prints of a jsonb; nil only for text that is no JSON.
    init?(_ text: String) {
        guard let value = try? JSONDecoder().decode(LooseJSON.self, from: Data(text.utf8)) else {
            return nil
        }
        self = value
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([LooseJSON].self) {
            self = .list(value)
        } else {
            self = .members(try container.decode([String: LooseJSON].self))
        }
    }

    subscript(name: String) -> LooseJSON? {
        if case .members(let members) = self { members[name] } else { nil }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// A number, also one that was written as text.
    var number: Double? {
        switch self {
        case .number(let value): value
        case .text(let text): Double(text)
        case .null, .bool, .list, .members: nil
        }
    }

    /// A count: the number without its fraction, none where that fits no Int64.
    var count: Int64? {
        number.flatMap { Int64(exactly: $0.rounded(.towardZero)) }
    }

    var members: [String: LooseJSON] {
        if case .members(let members) = self { members } else { [:] }
    }

    var texts: [String] {
        if case .list(let elements) = self { elements.compactMap(\.text) } else { [] }
    }
}
