package import Store
package import Wire

/// `grant.release`: the call that a grant was given for is not made.
package enum GrantReleaseMethod {
    package static let descriptor = MethodDescriptor(
        name: "grant.release",
        summary: "Gives back what a grant holds, for a call that is not made.",
        description: """
            Money and slots are free at once; the request stays counted, and so do estimated \
            tokens, until they leave the minute. A grant that is over already is no error.
            """,
        role: .data,
        parameters: [GrantParameter.grant],
        result: .object(
            Field("released", .boolean, required: true, "Whether it held anything until now.")
        ),
        errors: [.notFound, .permissionDenied],
        examples: [
            MethodExample(
                "a call that was cancelled",
                params: JSONObject([("grant", .string(GrantParameter.example))]),
                result: ["released": true]
            )
        ]
    )

    /// The method on accounts.
    package static func method(_ accounts: Accounts) -> Method {
        Method(descriptor) { arguments, caller throws(WireError) in
            let grant = try GrantParameter.read(arguments)
            switch accounts.release(grant, by: caller.credentials.userID) {
            case .open: return ["released": true]
            case .settled, .over: return ["released": false]
            case .unknown: throw GrantParameter.unknown
            case .refused: throw GrantParameter.foreign
            }
        }
    }
}
