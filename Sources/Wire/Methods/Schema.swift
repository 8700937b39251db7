/// What a value must look like: the checks on a parameter and its published JSON Schema, in one.
package indirect enum Schema: Equatable, Sendable {
    /// Anything that JSON can say.
    case any
    case boolean
    /// A number written without fraction and exponent, within both bounds.
    case integer(minimum: Int64?, maximum: Int64?)
    /// A number that `Double` holds, within both bounds.
    case number(minimum: Double?, maximum: Double?)
    case string(StringRules)
    /// One of these strings.
    case oneOf([String])
    case array(Schema, maximumItems: Int?)
    case object(ObjectRules)
    /// The other schema, or null.
    case nullable(Schema)

    /// Bounds of a string; lengths count Unicode scalars, as JSON Schema does.
    package struct StringRules: Equatable, Sendable {
        /// 0 where the string may be empty.
        package var minimumLength: Int
        /// Nil where only the frame bounds it.
        package var maximumLength: Int?
        /// The shape, where there is one.
        package var format: StringFormat?
    }

    /// What an object may have.
    package struct ObjectRules: Equatable, Sendable {
        /// The members that are known by name.
        package var properties: [Field]
        /// What members that are not among the properties must look like; nil refuses them.
        package var additional: Schema?
        /// How many members there may be, known or not.
        package var maximumMembers: Int?
    }
}

extension Schema {
    /// A string of any length and shape.
    package static var string: Schema { .string(atLeast: 0, atMost: nil) }

    /// Any integer that fits 64 bits.
    package static var integer: Schema { .integer(minimum: nil, maximum: nil) }

    /// Any finite number.
    package static var number: Schema { .number(minimum: nil, maximum: nil) }

    /// A time as RFC 3339 writes it.
    package static var time: Schema { .string(format: .dateTime) }

    /// A string with bounds.
    package static func string(
        atLeast minimum: Int = 0,
        atMost maximum: Int? = nil,
        format: StringFormat? = nil
    ) -> Schema {
        .string(StringRules(minimumLength: minimum, maximumLength: maximum, format: format))
    }

    /// A list.
    package static func list(of element: Schema, atMost maximum: Int? = nil) -> Schema {
        .array(element, maximumItems: maximum)
    }

    /// An object with these properties and no others.
    package static func object(_ properties: Field...) -> Schema {
        .object(ObjectRules(properties: properties))
    }

    /// An object with these properties; `additional` says what others must look like.
    package static func object(
        _ properties: [Field],
        additional: Schema? = nil,
        atMost maximum: Int? = nil
    ) -> Schema {
        .object(
            ObjectRules(properties: properties, additional: additional, maximumMembers: maximum)
        )
    }
}
