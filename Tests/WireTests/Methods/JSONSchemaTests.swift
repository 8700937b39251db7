import Testing

@testable import Wire

@Suite struct JSONSchemaTests {
    @Test func `each schema prints as JSON Schema`() {
        let expected: [(Schema, JSON)] = [
            (.any, [:]),
            (.boolean, ["type": "boolean"]),
            (.integer, ["type": "integer"]),
            (
                .integer(minimum: 0, maximum: 5),
                ["type": "integer", "minimum": 0, "maximum": 5]
            ),
            (
                .number(minimum: 0, maximum: 0.5),
                ["type": "number", "minimum": 0, "maximum": .number("0.5")]
            ),
            (.string, ["type": "string"]),
            (
                .string(atLeast: 1, atMost: 9),
                ["type": "string", "minLength": 1, "maxLength": 9]
            ),
            (.time, ["type": "string", "format": "date-time"]),
            (.string(format: .sha256), ["type": "string", "pattern": "^[0-9a-f]{64}$"]),
            (.oneOf(["a", "b"]), ["type": "string", "enum": ["a", "b"]]),
            (
                .list(of: .string, atMost: 3),
                ["type": "array", "items": ["type": "string"], "maxItems": 3]
            ),
            (.nullable(.integer), ["type": ["integer", "null"]]),
            (
                .nullable(.oneOf(["a"])),
                ["type": ["string", "null"], "enum": ["a", .null]]
            ),
            (.nullable(.any), [:]),
            (.nullable(.nullable(.boolean)), ["type": ["boolean", "null"]]),
        ]
        for (schema, json) in expected { #expect(schema.jsonSchema == json) }
    }

    @Test func `an object prints its properties, what is required, and what else it takes`() {
        let closed = Schema.object(
            Field("id", .string, required: true, "The id."),
            Field("on", .boolean, "Whether.")
        )
        #expect(
            closed.jsonSchema == [
                "type": "object",
                "properties": [
                    "id": ["type": "string", "description": "The id."],
                    "on": ["type": "boolean", "description": "Whether."],
                ],
                "required": ["id"],
                "additionalProperties": false,
            ]
        )
        let open = Schema.object([], additional: .integer, atMost: 4)
        #expect(
            open.jsonSchema == [
                "type": "object", "additionalProperties": ["type": "integer"], "maxProperties": 4,
            ]
        )
    }
}
