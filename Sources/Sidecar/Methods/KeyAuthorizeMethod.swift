import Store
package import Wire

/// `key.authorize`: decides whether a key may make a request.
package enum KeyAuthorizeMethod {
    /// Bounds of the parameters, in bytes; the key's own bound is `AdmissionLimits.keyBytes`.
    static let keyLength = 4_096
    static let idLength = 4_096
    /// How long a grant may be asked for, in milliseconds.
    static let lifetimes: ClosedRange<Int64> = 1...GrantLimits.longestLifetime.wholeMilliseconds

    package static let descriptor = MethodDescriptor(
        name: "key.authorize",
        summary: "Decides whether a virtual key may make a request.",
        description: """
            Judged from memory in the proxy's order of checks; the first check that fails is the \
            error, and a refused call takes nothing. A key that is not in memory is looked up in \
            the database first.

            With `estimated_cost` or `estimated_tokens` these are set aside in every budget and \
            rate that binds the key, and `grant` names what is held; likewise where a limit of \
            parallel requests binds it. `spend.record` settles a grant with what was used, \
            `grant.release` gives it back, and at its deadline it ends by itself.
            """,
        role: .data,
        parameters: parameters,
        result: result,
        errors: [
            .invalidKey, .keyExpired, .blocked, .modelNotAllowed, .routeNotAllowed,
            .budgetExceeded, .rateLimited, .storeUnavailable, .overloaded,
        ],
        examples: [example],
        notes: [
            "`fresh` is false while the database is away and the last known rows decide.",
            "`role` is `master` for the master key, whose other members are those of nobody.",
            "`budget` is the one with the least left: `spend` is what was booked, `remaining` has "
                + "reservations taken off, this one's too.",
            "`limits` are what is left after this call, the tightest of each kind.",
            "With `reservations: false` estimates are neither compared nor set aside.",
            "Each item of a batch counts as a call of its own.",
        ]
    )

    /// The method on an authorizer; plain calls are answered on the event loop.
    package static func method(_ authorizer: Authorizer) -> Method {
        Method(descriptor) { frame, caller, answers in
            var call = AuthorizeCall()
            guard call.read(frame) else { return .declined }
            var (authorization, wait) = (Authorization(), RowWait())
            switch authorizer.authorizeNow(call, by: caller, &wait, into: &authorization) {
            case .mustRead: return .declined
            case .waits:
                return .waits(
                    WaitingAuthorize(call, wait, by: caller, frame: frame, authorizer)
                )
            case .failed(let error): return .failed(error)
            case .allowed:
                answers.beginResult(to: frame)
                authorization.write(to: &answers)
                answers.endResult()
                return .answered
            }
        } handler: { arguments, caller throws(WireError) in
            try await authorizer.authorize(AuthorizeCall(arguments), by: caller).get().json
        }
    }

    /// The parameters, which `key.explain` shares.
    static let parameters = [
        Field(
            "key",
            .string(atLeast: 0, atMost: keyLength),
            required: true,
            "The key in clear text, `sk-…`."
        ),
        Field(
            "model",
            .string(atLeast: 1, atMost: AdmissionLimits.modelBytes),
            "The model asked for; several parted by commas, at most \(AdmissionLimits.modelNames) "
                + "of \(AdmissionLimits.modelNameBytes) bytes each."
        ),
        Field(
            "end_user_id",
            .string(atLeast: 1, atMost: RecordLimits.endUserBytes),
            "The customer's customer on whose behalf the request is made; at most "
                + "\(RecordLimits.endUserBytes) bytes."
        ),
        Field(
            "route",
            .string(atLeast: 0, atMost: idLength),
            "The proxy's route, as `/v1/models`."
        ),
        Field(
            "tags",
            .list(
                of: .string(atLeast: 1, atMost: RecordLimits.tagBytes),
                atMost: RecordLimits.tags
            ),
            "Tags of the request, of at most \(RecordLimits.tagBytes) bytes each."
        ),
        Field("estimated_cost", .number(minimum: 0, maximum: nil), "What it may cost, in dollars."),
        Field(
            "estimated_tokens",
            .integer(minimum: 0, maximum: nil),
            "How many tokens it may take."
        ),
        Field(
            "grant_ttl_ms",
            .integer(minimum: lifetimes.lowerBound, maximum: lifetimes.upperBound),
            "How long a grant holds, in milliseconds."
        ),
        Field(
            "hold",
            .oneOf(["deadline", "connection"]),
            "What ends a grant: its deadline (default), or the end of the connection too."
        ),
    ]

    private static let result = Schema.object([
        Field("token", .string, required: true, "SHA-256 of the key; the master's recorded name."),
        Field("role", .oneOf(["key", "master"]), required: true, "Whose key it is."),
        Field("key_name", .nullable(.string), required: true, "The key, masked."),
        Field("key_alias", .nullable(.string), required: true, "The key's alias."),
        Field("user_id", .nullable(.string), required: true, "The key's user."),
        Field("team_id", .nullable(.string), required: true, "The key's team."),
        Field(
            "organization_id",
            .nullable(.string),
            required: true,
            "The key's organization, or else its team's."
        ),
        Field("end_user_id", .nullable(.string), required: true, "As given."),
        Field("models", .list(of: .string), required: true, "The key's own list; empty: all."),
        Field("metadata", .any, required: true, "The key's metadata."),
        Field("expires", .nullable(.time), required: true, "When the key expires; null: never."),
        Field("budget", .nullable(budget), required: true, "The tightest budget; null: none."),
        Field(
            "limits",
            .object(
                Field("requests_remaining", .nullable(.integer), required: true, "In this minute."),
                Field("tokens_remaining", .nullable(.integer), required: true, "In this minute."),
                Field("parallel_remaining", .nullable(.integer), required: true, "At this moment.")
            ),
            required: true,
            "What is left of the rate limits; null: no limit."
        ),
        Field(
            "warnings",
            .list(
                of: .object(
                    Field(
                        "type",
                        .oneOf(["end_user_unverified", "soft_budget_exceeded"]),
                        required: true,
                        "What it is."
                    ),
                    Field("entity", WireSchemas.entity, required: true, "Whom it concerns.")
                )
            ),
            required: true,
            "What the caller should know, though it may go ahead."
        ),
        Field("grant", .nullable(.string), required: true, "The id of the reservation."),
        Field("fresh", .boolean, required: true, "Whether every row that decided is current."),
    ])

    private static let budget = Schema.object(
        Field("entity", WireSchemas.entity, required: true, "Whose budget it is."),
        Field("spend", .number, required: true, "What was booked, in dollars."),
        Field("max_budget", .number, required: true, "The limit, increases included."),
        Field("remaining", .number, required: true, "What may still be spent."),
        Field(
            "resets_at",
            .nullable(.time),
            required: true,
            "When the spend starts again; null as for `key.explain`."
        )
    )

    private static let example = MethodExample(
        "a key of a team",
        params: JSONObject([("key", "sk-4uq7Zk1nDjWmT0aXb9cYzQ"), ("model", "gpt-4o")]),
        result: [
            "token": "5a1f3f1dd3a14ab3ad9cbf5f6d9ea0d0e0b3f0a7a0a4b5c2e1d6f7a8b9c0d1e2",
            "role": "key", "key_name": "sk-...cYzQ", "key_alias": "ci", "user_id": nil,
            "team_id": "t1", "organization_id": nil, "models": ["gpt-4o"], "metadata": [:],
            "expires": nil, "end_user_id": nil, "budget": nil,
            "limits": [
                "requests_remaining": nil, "tokens_remaining": nil, "parallel_remaining": nil,
            ],
            "warnings": [], "grant": nil, "fresh": true,
        ]
    )
}
