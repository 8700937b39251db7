import Testing

@testable import Wire

/// Each rule of a schema, at its bound and one beyond.
@Suite struct SchemaTests {
    private func requirement(_ schema: Schema, _ value: JSON) -> String? {
        do {
            try schema.check(value, at: "x")
            return nil
        } catch {
            return "\(error.path) \(error.requirement)"
        }
    }

    private func accepts(_ schema: Schema, _ value: JSON) -> Bool {
        requirement(schema, value) == nil
    }

    @Test func `anything passes where anything may stand`() {
        for value: JSON in [.null, true, 1, .number("1.5"), "text", [1, [2]], ["a": 1]] {
            #expect(accepts(.any, value))
        }
    }

    @Test func `each type refuses the others`() {
        let values: [JSON] = [.null, true, 1, .number("1.5"), "text", [], [:]]
        let accepted: [(Schema, Set<Int>)] = [
            (.boolean, [1]), (.integer, [2]), (.number, [2, 3]), (.string, [4]),
            (.list(of: .any), [5]), (.object(), [6]), (.oneOf(["text"]), [4]),
            (.nullable(.boolean), [0, 1]),
        ]
        for (schema, indices) in accepted {
            for (index, value) in values.enumerated() {
                #expect(
                    accepts(schema, value) == indices.contains(index),
                    "\(schema) and \(value)"
                )
            }
        }
    }

    @Test func `integers are bounded on both sides`() {
        let schema = Schema.integer(minimum: 1, maximum: 10)
        #expect(accepts(schema, 1))
        #expect(accepts(schema, 10))
        #expect(requirement(schema, 0) == "x must be an integer from 1 to 10")
        #expect(requirement(schema, 11) == "x must be an integer from 1 to 10")
        #expect(
            requirement(.integer(minimum: 1, maximum: nil), 0)
                == "x must be an integer of at least 1"
        )
        #expect(
            requirement(.integer(minimum: nil, maximum: 1), 2)
                == "x must be an integer of at most 1"
        )
    }

    @Test func `an integer written with a fraction, an exponent or beyond 64 bits is refused`() {
        for text in ["1.0", "1e2", "9223372036854775808", "-0"] {
            #expect(!accepts(.integer, .number(text)), "\(text)")
        }
        #expect(accepts(.integer, .int(.max)))
        #expect(accepts(.integer, .int(.min)))
    }

    @Test func `numbers are bounded and finite`() {
        let schema = Schema.number(minimum: 0, maximum: 0.5)
        #expect(accepts(schema, 0))
        #expect(accepts(schema, .number("0.5")))
        #expect(accepts(schema, .number("-0")))
        #expect(requirement(schema, .number("0.51")) == "x must be a number from 0 to 0.5")
        #expect(requirement(schema, -1) == "x must be a number from 0 to 0.5")
        #expect(!accepts(.number, .number("1e999")))
    }

    @Test func `strings are bounded in Unicode scalars`() {
        let schema = Schema.string(atLeast: 2, atMost: 4)
        #expect(!accepts(schema, "a"))
        #expect(accepts(schema, "ab"))
        #expect(accepts(schema, "abcd"))
        #expect(!accepts(schema, "abcde"))
        #expect(accepts(schema, "äöüß"))
        #expect(!accepts(schema, "äöüße"))
        // One character to a reader, two scalars to JSON Schema.
        #expect(accepts(schema, "e\u{301}"))
        #expect(requirement(schema, "a") == "x must be a string of 2 to 4 characters")
        #expect(
            requirement(.string(atMost: 3), "four") == "x must be a string of at most 3 characters"
        )
        #expect(requirement(.string(atLeast: 1), "") == "x must be a string that is not empty")
        #expect(
            requirement(.string(atLeast: 2), "a") == "x must be a string of at least 2 characters"
        )
        #expect(accepts(.string(atMost: 3), ""))
    }

    @Test func `an enumeration takes its names and lists them`() {
        let schema = Schema.oneOf(["deadline", "connection"])
        #expect(accepts(schema, "connection"))
        #expect(requirement(schema, "Connection") == "x must be one of deadline, connection")
    }

    @Test func `lists are bounded, and name the element at fault`() {
        let schema = Schema.list(of: .string(atMost: 3), atMost: 2)
        #expect(accepts(schema, []))
        #expect(accepts(schema, ["a", "b"]))
        #expect(requirement(schema, ["a", "b", "c"]) == "x must be a list of at most 2 items")
        #expect(
            requirement(schema, ["a", "long"])
                == "x[1] must be a string of at most 3 characters"
        )
    }

    @Test func `objects name what is missing, unknown or wrong, with its path`() {
        let schema = Schema.object(
            Field("type", .string, required: true, "Kind."),
            Field("status_code", .integer, "Status."),
            Field("list", .list(of: .object(Field("deep", .boolean, ""))), "Nested.")
        )
        #expect(accepts(schema, ["type": "a"]))
        #expect(accepts(schema, ["type": "a", "status_code": 1]))
        #expect(requirement(schema, [:]) == "x.type is missing")
        #expect(
            requirement(schema, ["type": "a", "status_cod": 1])
                == "x.status_cod is not a known property; did you mean `status_code`?"
        )
        #expect(
            requirement(schema, ["type": "a", "status_code": "1"])
                == "x.status_code must be an integer"
        )
        #expect(
            requirement(schema, ["type": "a", "list": [["deep": true], ["deep": 1]]])
                == "x.list[1].deep must be true or false"
        )
        #expect(requirement(schema, []) == "x must be an object")
    }

    @Test func `additional members are checked where they are allowed`() {
        let schema = Schema.object([], additional: .integer, atMost: 2)
        #expect(accepts(schema, ["a": 1, "b": 2]))
        #expect(requirement(schema, ["a": "1"]) == "x.a must be an integer")
        #expect(requirement(schema, ["a": 1, "b": 2, "c": 3]) == "x must have at most 2 members")
    }

    @Test func `null passes only where it is named`() {
        #expect(accepts(.nullable(.integer), .null))
        #expect(requirement(.nullable(.integer), "a") == "x must be an integer or null")
        #expect(!accepts(.integer, .null))
    }

    @Test func `a fault becomes invalid_params with the field`() {
        let error = SchemaFault(path: "tags[3]", requirement: "must be a string").error
        #expect(error.kind == .invalidParams)
        #expect(error.message == "`tags[3]` must be a string")
        #expect(error.context.field == "tags[3]")
    }

    @Test func `no value and no odd name is repeated in an error`() {
        let secret = "sk-planted-secret"
        let schemas: [Schema] = [
            .integer, .boolean, .oneOf(["a"]), .string(atMost: 3), .time, .list(of: .any),
            .object(),
        ]
        for schema in schemas {
            #expect(requirement(schema, .string(secret))?.contains("planted") == false)
        }
        let named = requirement(.object(), .object(JSONObject([(secret, 1)])))
        #expect(named == "x.(name) is not a known property")
    }
}
