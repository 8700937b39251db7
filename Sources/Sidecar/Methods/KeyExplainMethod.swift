package import Wire

/// `key.explain`: every check that `key.authorize` makes, with what it compares.
package enum KeyExplainMethod {
    package static let descriptor = MethodDescriptor(
        name: "key.explain",
        summary: "Lists every check on a key, also after the first that fails; takes nothing.",
        role: .data,
        parameters: KeyAuthorizeMethod.parameters,
        result: .object(
            Field("allowed", .boolean, required: true, "What `key.authorize` would say."),
            Field(
                "checks",
                .list(
                    of: .object(
                        Field("check", .string, required: true, "The name of the check."),
                        Field(
                            "entity",
                            .nullable(WireSchemas.entity),
                            required: true,
                            "Whose limit it is; null where there is nobody."
                        ),
                        Field("passed", .boolean, required: true, "Whether it lets go ahead."),
                        Field("limit", .any, required: true, "What is compared with."),
                        Field("used", .any, required: true, "What is compared."),
                        Field("detail", .string, required: true, "One sentence.")
                    )
                ),
                required: true,
                "In the order of evaluation; of an unknown key `key_known` alone."
            )
        ),
        errors: [.storeUnavailable, .overloaded],
        examples: [
            MethodExample(
                "a key that does not exist",
                params: JSONObject([("key", "sk-4uq7Zk1nDjWmT0aXb9cYzQ")]),
                result: unknownKey
            )
        ],
        notes: ["An unknown key is `allowed: false`, not an error."]
    )

    /// No row has this key's hash, so no check can be made but the first.
    private static let unknownKey: JSON = [
        "allowed": false,
        "checks": [
            [
                "check": "key_known", "entity": nil, "passed": false, "limit": nil, "used": nil,
                "detail": "No such key, or a text that cannot be one.",
            ]
        ],
    ]

    /// The method with what answers it.
    package static func method(_ authorizer: Authorizer) -> Method {
        Method(descriptor) { arguments, _ throws(WireError) in
            guard let reports = try await authorizer.explain(AuthorizeCall(arguments)) else {
                return unknownKey
            }
            // They repeat what was sent as a model or an id.
            return [
                "allowed": .bool(reports.allSatisfy(\.passed)),
                "checks": JSON.array(reports.map(\.json)).maskingKeys,
            ]
        }
    }
}
