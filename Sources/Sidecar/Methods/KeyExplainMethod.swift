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
                .list(of: check),
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
            ),
            MethodExample(
                "limits, shortened to two checks",
                params: JSONObject([("key", "sk-4uq7Zk1nDjWmT0aXb9cYzQ"), ("model", "gpt-4o")]),
                result: limitedKey
            ),
        ],
        notes: [
            "An unknown key is `allowed: false`, not an error.",
            "Of several models that a check limits the first that refuses is shown, or else the "
                + "one with the least left.",
            "Limits, uses and remainders of rates are `{\"requests\",\"tokens\",\"parallel\"}`.",
        ]
    )

    private static let check = Schema.object(
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
        Field("detail", .string, required: true, "One sentence."),
        Field(
            "remaining",
            .any,
            required: true,
            "What is left: of a budget dollars, less than 0 where more was spent; of rates each "
                + "count, null where it is not limited; null for all other checks."
        ),
        Field(
            "resets_at",
            .nullable(.time),
            required: true,
            "When the spend of a budget starts again; null: never, or not known yet, since the "
                + "last period is over and nobody has begun the next one."
        ),
        Field(
            "retry_after_ms",
            .nullable(.integer),
            required: true,
            "How long until a rate that refuses has room; null where waiting alone can't help."
        )
    )

    /// No row has this key's hash, so no check can be made but the first.
    private static let unknownKey: JSON = [
        "allowed": false,
        "checks": [
            [
                "check": "key_known", "entity": nil, "passed": false, "limit": nil, "used": nil,
                "detail": "No such key, or a text that cannot be one.",
                "remaining": nil, "resets_at": nil, "retry_after_ms": nil,
            ]
        ],
    ]

    private static let limitedKey: JSON = [
        "allowed": false,
        "checks": [
            [
                "check": "team_budget", "entity": ["type": "team", "id": "t1"], "passed": true,
                "limit": 10, "used": .double(7.5),
                "detail": "$2.5 are left, until 2026-12-01T00:00:00Z.",
                "remaining": .double(2.5), "resets_at": "2026-12-01T00:00:00Z",
                "retry_after_ms": nil,
            ],
            [
                "check": "team_rates", "entity": ["type": "team", "id": "t1"], "passed": false,
                "limit": ["requests": 100, "tokens": nil, "parallel": nil],
                "used": ["requests": 100, "tokens": 0, "parallel": 0],
                "detail":
                    "Team t1 has made 100 of 100 requests in a minute. Wait, or raise rpm_limit.",
                "remaining": ["requests": 0, "tokens": nil, "parallel": nil],
                "resets_at": nil, "retry_after_ms": 12_400,
            ],
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
