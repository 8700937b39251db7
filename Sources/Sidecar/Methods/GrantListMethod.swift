package import Store
package import Wire

/// `grant.list`: what calls under way hold.
package enum GrantListMethod {
    /// The most grants that one answer lists.
    static let bound: Int64 = 1_000

    package static let descriptor = MethodDescriptor(
        name: "grant.list",
        summary: "Lists the open grants, those that end first at the top.",
        description: "Without their ids, which are for those who took them.",
        role: .admin,
        parameters: [
            Field(
                "limit",
                .integer(minimum: 1, maximum: bound),
                "How many at most; \(bound) if not given."
            )
        ],
        result: .object(
            Field("total", .integer, required: true, "How many are open."),
            Field("grants", .list(of: grant), required: true, "Those that end first.")
        ),
        errors: [],
        examples: [
            MethodExample(
                "nothing under way",
                params: JSONObject(),
                result: ["total": 0, "grants": []]
            )
        ]
    )

    private static let grant = Schema.object(
        Field("token", .nullable(.string), required: true, "The key's; null: the master key."),
        Field("end_user_id", .nullable(.string), required: true, "In whose name the call is made."),
        Field("owner_uid", .integer, required: true, "The user whose process took it."),
        Field("estimated_cost", .number, required: true, "What is set aside, in dollars."),
        Field("estimated_tokens", .integer, required: true, "How many tokens were counted."),
        Field("hold", .oneOf(["deadline", "connection"]), required: true, "What ends it."),
        Field("expires_in_ms", .integer, required: true, "Until its deadline.")
    )

    /// The method on accounts.
    package static func method(_ accounts: Accounts) -> Method {
        Method(descriptor) { arguments, _ throws(WireError) in
            let (grants, now) = accounts.update { cache, now in
                (cache.withLimits { $0.openGrants(at: now.monotonicNanoseconds) }, now)
            }
            let shown = grants.prefix(Int(arguments.int("limit") ?? bound))
            return [
                "total": .int(Int64(grants.count)),
                "grants": .array(shown.map { json($0, now: now) }),
            ]
        }
    }

    private static func json(_ grant: Grant<LimitScope>, now: Moment) -> JSON {
        let hold: JSON =
            switch grant.hold {
            case .deadline: "deadline"
            case .connection: "connection"
            }
        return [
            "token": .optional(grant.id.token?.hex),
            "end_user_id": .optional(grant.id.endUserID),
            "owner_uid": .int(Int64(grant.owner)),
            "estimated_cost": .double(grant.estimatedCost.dollars),
            "estimated_tokens": .int(grant.estimatedTokens),
            "hold": hold,
            "expires_in_ms": .int((grant.deadline - now.monotonicNanoseconds) / 1_000_000),
        ]
    }
}
