extension Schema {
    /// The schema as JSON Schema (draft 7, which OpenRPC refers to) writes it.
    package var jsonSchema: JSON {
        switch self {
        case .any: [:]
        case .boolean: ["type": "boolean"]
        case .integer(let minimum, let maximum):
            Self.typed(
                "integer",
                [("minimum", minimum.map(JSON.int)), ("maximum", maximum.map(JSON.int))]
            )
        case .number(let minimum, let maximum):
            Self.typed(
                "number",
                [("minimum", minimum.map(JSON.double)), ("maximum", maximum.map(JSON.double))]
            )
        case .string(let rules): rules.jsonSchema
        case .oneOf(let names): ["type": "string", "enum": .array(names.map(JSON.string))]
        case .array(let element, let maximum):
            Self.typed(
                "array",
                [("items", element.jsonSchema), ("maxItems", maximum.map { .int(Int64($0)) })]
            )
        case .object(let rules): rules.jsonSchema
        case .nullable(let schema): schema.jsonSchemaOrNull
        }
    }

    static func typed(_ type: String, _ members: [(String, JSON?)]) -> JSON {
        var object = JSONObject([("type", .string(type))])
        for (name, value) in members { object[name] = value }
        return .object(object)
    }

    /// Adds null to the `type` where there is one: readers show that better than `anyOf`.
    private var jsonSchemaOrNull: JSON {
        guard case .object(var schema) = jsonSchema, let type = schema["type"] else {
            return jsonSchema
        }
        schema["type"] = type.array == nil ? [type, "null"] : type
        if let names = schema["enum"]?.array { schema["enum"] = .array(names + [.null]) }
        return .object(schema)
    }
}

extension Schema.StringRules {
    var jsonSchema: JSON {
        var members: [(String, JSON?)] = []
        if minimumLength > 0 { members.append(("minLength", .int(Int64(minimumLength)))) }
        members.append(("maxLength", maximumLength.map { .int(Int64($0)) }))
        switch format {
        case .dateTime, .date: members.append(("format", format.map { .string($0.rawValue) }))
        case .sha256: members.append(("pattern", "^[0-9a-f]{64}$"))
        case nil: break
        }
        return Schema.typed("string", members)
    }
}

extension Schema.ObjectRules {
    var jsonSchema: JSON {
        var described = JSONObject()
        for property in properties { described[property.name] = property.jsonSchema }
        let required = properties.filter(\.isRequired).map { JSON.string($0.name) }
        return Schema.typed(
            "object",
            [
                ("properties", properties.isEmpty ? nil : .object(described)),
                ("required", required.isEmpty ? nil : .array(required)),
                ("additionalProperties", additional?.jsonSchema ?? false),
                ("maxProperties", maximumMembers.map { .int(Int64($0)) }),
            ]
        )
    }
}

extension Field {
    /// The schema with the summary as its description.
    var jsonSchema: JSON {
        guard case .object(var object) = schema.jsonSchema else { return schema.jsonSchema }
        object["description"] = .string(summary)
        return .object(object)
    }
}
