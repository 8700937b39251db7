extension Schema {
    /// Checks a value, members and elements included.
    ///
    /// - Throws: the first place that departs from the schema, in the order of the value's text.
    package func check(_ value: JSON, at path: String) throws(SchemaFault) {
        switch self {
        case .any: return
        case .boolean:
            if value.bool == nil { throw SchemaFault(path: path, requirement: mustBe) }
        case .integer(let minimum, let maximum):
            guard let number = value.int else {
                throw SchemaFault(path: path, requirement: mustBe)
            }
            try Self.check(number, minimum, maximum, mustBe, path)
        case .number(let minimum, let maximum):
            guard let number = value.double, number.isFinite else {
                let isTooLarge = maximum == nil && value.double == .infinity
                let requirement = isTooLarge ? "is too large a number" : mustBe
                throw SchemaFault(path: path, requirement: requirement)
            }
            try Self.check(number, minimum, maximum, mustBe, path)
        case .string(let rules): try rules.check(value, at: path, mustBe)
        case .oneOf(let names):
            guard let text = value.string, names.contains(text) else {
                throw SchemaFault(path: path, requirement: mustBe)
            }
        case .array(let element, let maximum):
            try Self.check(value, of: element, maximum, mustBe, path)
        case .object(let rules): try rules.check(value, at: path)
        case .nullable(let schema):
            if value != .null { try Self.check(value, orNull: schema, mustBe, path) }
        }
    }

    private static func check<Number: Comparable>(
        _ value: Number,
        _ minimum: Number?,
        _ maximum: Number?,
        _ mustBe: @autoclosure () -> String,
        _ path: String
    ) throws(SchemaFault) {
        let isHighEnough = minimum.map { value >= $0 } ?? true
        let isLowEnough = maximum.map { value <= $0 } ?? true
        if !isHighEnough || !isLowEnough {
            throw SchemaFault(path: path, requirement: mustBe())
        }
    }

    private static func check(
        _ value: JSON,
        orNull schema: Schema,
        _ mustBe: @autoclosure () -> String,
        _ path: String
    ) throws(SchemaFault) {
        do {
            try schema.check(value, at: path)
        } catch {
            if error.path != path { throw error }
            throw SchemaFault(path: path, requirement: mustBe())
        }
    }

    private static func check(
        _ value: JSON,
        of element: Schema,
        _ maximum: Int?,
        _ mustBe: @autoclosure () -> String,
        _ path: String
    ) throws(SchemaFault) {
        guard let elements = value.array, elements.count <= maximum ?? .max else {
            throw SchemaFault(path: path, requirement: mustBe())
        }
        for (index, item) in elements.enumerated() {
            do {
                try element.check(item, at: "")
            } catch {
                throw error.below("[\(index)]").below(path)
            }
        }
    }
}

extension Schema {
    /// What a value must be, as the end of a sentence.
    var mustBe: String {
        switch self {
        case .any: "may be anything"
        case .boolean: "must be true or false"
        case .integer(let minimum, let maximum):
            "must be an integer" + Self.range(minimum.map(String.init), maximum.map(String.init))
        case .number(let minimum, let maximum):
            "must be a number"
                + Self.range(minimum.map(Self.plain), maximum.map(Self.plain))
        case .string(let rules): rules.mustBe
        case .oneOf(let names): "must be one of " + names.joined(separator: ", ")
        case .array(_, let maximum):
            "must be a list" + (maximum.map { " of at most \($0) items" } ?? "")
        case .object: "must be an object"
        case .nullable(let schema): schema.mustBe + " or null"
        }
    }

    private static func plain(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? "\(value)"
    }

    private static func range(_ minimum: String?, _ maximum: String?) -> String {
        switch (minimum, maximum) {
        case (let low?, let high?): " from \(low) to \(high)"
        case (let low?, nil): " of at least \(low)"
        case (nil, let high?): " of at most \(high)"
        case (nil, nil): ""
        }
    }
}

extension Schema.StringRules {
    func check(
        _ value: JSON,
        at path: String,
        _ mustBe: @autoclosure () -> String
    ) throws(SchemaFault) {
        guard let text = value.string, isLengthAllowed(text), format?.matches(text) ?? true else {
            throw SchemaFault(path: path, requirement: mustBe())
        }
    }

    /// Counts bytes first, which settles most strings without walking over them.
    private func isLengthAllowed(_ text: String) -> Bool {
        let maximum = maximumLength ?? .max
        if minimumLength <= 1, text.utf8.count >= minimumLength, text.utf8.count <= maximum {
            return true
        }
        return (minimumLength...max(minimumLength, maximum)).contains(text.unicodeScalars.count)
    }

    var mustBe: String {
        var words = "must be " + (format?.phrase ?? "a string")
        switch (minimumLength, maximumLength) {
        case (0, nil): break
        case (0, let maximum?): words += " of at most \(maximum) characters"
        case (1, nil): words = "must be " + (format?.phrase ?? "a string that is not empty")
        case (let minimum, nil): words += " of at least \(minimum) characters"
        case (let minimum, let maximum?): words += " of \(minimum) to \(maximum) characters"
        }
        return words
    }
}

extension SchemaFault {
    /// The same fault, seen from one level higher.
    func below(_ parent: String) -> SchemaFault {
        let separator = parent.isEmpty || path.isEmpty || path.hasPrefix("[") ? "" : "."
        return SchemaFault(path: parent + separator + path, requirement: requirement)
    }
}
