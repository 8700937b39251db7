/// The description of all methods in the form of https://spec.open-rpc.org (1.3).
package struct OpenRPCDocument: Equatable, Sendable {
    /// The version of the specification that the document follows.
    package static let specification = "1.3.2"

    /// About the program.
    package var info: OpenRPCInfo
    /// The methods, in the order in which they are listed.
    package var methods: [MethodDescriptor]

    package init(info: OpenRPCInfo, methods: [MethodDescriptor]) {
        self.info = info
        self.methods = methods
    }

    /// The document itself.
    package var json: JSON {
        [
            "openrpc": .string(Self.specification),
            "info": [
                "title": .string(info.title),
                "version": .string(info.version),
                "description": .string(info.description),
            ],
            "methods": .array(methods.map(Self.method)),
        ]
    }

    private static func method(_ method: MethodDescriptor) -> JSON {
        var object = JSONObject([
            ("name", .string(method.name)),
            ("summary", .string(method.summary)),
        ])
        if !method.description.isEmpty { object["description"] = .string(method.description) }
        object["paramStructure"] = "either"
        object["params"] = .array(method.parameters.map(parameter))
        object["result"] = ["name": "result", "schema": method.result.jsonSchema]
        object["errors"] = .array(method.allErrors.map(error))
        object["examples"] = .array(method.examples.map(example))
        object["x-role"] = .string(method.role.rawValue)
        object["x-changes-data"] = .bool(method.changesData)
        if let timeout = method.timeout {
            object["x-timeout-seconds"] = .int(timeout.components.seconds)
        }
        if !method.notes.isEmpty { object["x-notes"] = .array(method.notes.map(JSON.string)) }
        return .object(object)
    }

    private static func parameter(_ field: Field) -> JSON {
        [
            "name": .string(field.name),
            "description": .string(field.summary),
            "required": .bool(field.isRequired),
            "schema": field.schema.jsonSchema,
        ]
    }

    private static func example(_ example: MethodExample) -> JSON {
        [
            "name": .string(example.name),
            "params": .array(
                example.params.members.map { ["name": .string($0.name), "value": $0.value] }
            ),
            "result": ["name": "result", "value": example.result],
        ]
    }

    /// Written out with each method: common readers follow no reference here.
    private static func error(_ kind: WireError.Kind) -> JSON {
        [
            "code": .int(kind.code),
            "message": .string(kind.summary),
            "data": [
                "type": .string(kind.rawValue),
                "http_status": .int(Int64(kind.httpStatus)),
                "retryable": .bool(kind.isRetriable),
            ],
        ]
    }
}
