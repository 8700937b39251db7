package import Store
package import Wire

/// `grant.renew`: a call takes longer than its grant holds.
package enum GrantRenewMethod {
    package static let descriptor = MethodDescriptor(
        name: "grant.renew",
        summary: "Puts off the deadline of a grant, counted from now.",
        role: .data,
        parameters: [
            GrantParameter.grant,
            Field(
                "grant_ttl_ms",
                .integer(
                    minimum: KeyAuthorizeMethod.lifetimes.lowerBound,
                    maximum: KeyAuthorizeMethod.lifetimes.upperBound
                ),
                "How long it holds from now on; `grant_ttl` of the settings if not given."
            ),
        ],
        result: .object(
            Field("expires_in_ms", .integer, required: true, "How long it holds from now on.")
        ),
        errors: [.notFound, .permissionDenied],
        examples: [
            MethodExample(
                "five more minutes",
                params: JSONObject([
                    ("grant", .string(GrantParameter.example)), ("grant_ttl_ms", 300_000),
                ]),
                result: ["expires_in_ms": 300_000]
            )
        ],
        notes: ["A grant that is over cannot be renewed: what it held may be somebody else's."]
    )

    /// The method on accounts; `lifetime` is what the settings say.
    package static func method(
        _ accounts: Accounts,
        lifetime: @escaping @Sendable () -> Duration
    ) -> Method {
        Method(descriptor) { arguments, caller throws(WireError) in
            let grant = try GrantParameter.read(arguments)
            let asked = arguments.int("grant_ttl_ms").map { Duration.milliseconds($0) }
            let lifetime = asked ?? lifetime()
            switch accounts.renew(grant, by: caller.credentials.userID, for: lifetime) {
            case .open: return ["expires_in_ms": .int(lifetime.wholeMilliseconds)]
            case .settled, .over, .unknown: throw GrantParameter.unknown
            case .refused: throw GrantParameter.foreign
            }
        }
    }
}
