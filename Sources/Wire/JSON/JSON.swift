/// A JSON value as RFC 8259 knows it, with numbers kept exact.
///
/// A number that `Int64` holds is `.int`; every other one is `.number`, its text as it came.
/// Objects keep the order of their members. Nothing here parses or writes: `JSONParser` makes
/// values from bytes, `JSONWriter` makes bytes from values.
package enum JSON: Equatable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    /// A fraction, an exponent, `-0`, or an integer beyond `Int64`: its decimal text.
    case number(String)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

extension JSON {
    /// The string, if this is one.
    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The integer, if this is one that `Int64` holds.
    package var int: Int64? {
        if case .int(let value) = self { value } else { nil }
    }

    /// The boolean, if this is one.
    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements, if this is an array.
    package var array: [JSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members, if this is an object.
    package var object: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The number as the nearest `Double`, if this is a number; for values whose unit is not money.
    package var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .number(let text): Double(text)
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// A number, or JSON null where `value` is not finite: JSON has no NaN and no infinity.
    package static func double(_ value: Double) -> JSON {
        guard value.isFinite else { return .null }
        if let whole = Int64(exactly: value) { return .int(whole) }
        return .number("\(value)")
    }

    /// The string, or JSON null.
    package static func optional(_ value: String?) -> JSON {
        value.map(JSON.string) ?? .null
    }

    /// The integer, or JSON null.
    package static func optional(_ value: Int64?) -> JSON {
        value.map(JSON.int) ?? .null
    }

    /// The member of that name, if this is an object that has one.
    package subscript(name: String) -> JSON? { object?[name] }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(nilLiteral: ()) { self = .null }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(stringLiteral value: String) { self = .string(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(JSONObject(elements))
    }
}
