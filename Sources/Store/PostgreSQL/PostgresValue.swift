/// A bound parameter; nil is NULL of that type, so that a statement's types never change.
package enum PostgresValue: Equatable, Sendable {
    /// NULL whose type the server works out.
    case null
    case text(String?)
    case int(Int64?)
    case double(Double?)
    case bool(Bool?)
    case bytes([UInt8]?)
    /// JSON text for a jsonb.
    case json(String?)
    case textArray([String?]?)
    case intArray([Int64?]?)
    case doubleArray([Double?]?)
    case boolArray([Bool?]?)
    /// Text whose type the server works out from where it stands: timestamps, enums.
    case untyped(String?)
}

extension PostgresValue {
    /// The oid of the parameter's type; 0 leaves it to the server.
    var typeID: UInt32 {
        switch self {
        case .null, .untyped: 0
        case .text: 25
        case .int: 20
        case .double: 701
        case .bool: 16
        case .bytes: 17
        case .json: 3_802
        case .textArray: 1_009
        case .intArray: 1_016
        case .doubleArray: 1_022
        case .boolArray: 1_000
        }
    }

    /// The value in the server's text form; nil for NULL.
    var textForm: String? {
        switch self {
        case .null: nil
        case .text(let text), .untyped(let text), .json(let text): text
        case .int(let value): value.map { String($0) }
        case .double(let value): value.map(PostgresValue.textForm)
        case .bool(let value): value.map { $0 ? "t" : "f" }
        case .bytes(let bytes): bytes.map(ByteaText.encode)
        case .textArray(let elements): elements.map(ArrayText.encode)
        case .intArray(let elements):
            elements.map { ArrayText.encodeBare($0.map { $0.map { String($0) } }) }
        case .doubleArray(let elements):
            elements.map { ArrayText.encodeBare($0.map { $0.map(PostgresValue.textForm) }) }
        case .boolArray(let elements):
            elements.map { ArrayText.encodeBare($0.map { $0.map { $0 ? "t" : "f" } }) }
        }
    }

    private static func textForm(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        return value.description
    }
}

extension PostgresValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(nilLiteral: ()) { self = .null }
}
