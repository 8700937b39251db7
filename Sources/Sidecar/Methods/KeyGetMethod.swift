package import Store
package import Wire

/// `key.get`: shows one key.
package enum KeyGetMethod {
    /// What is published about the method.
    package static let descriptor = MethodDescriptor(
        name: "key.get",
        summary: "Shows the row of one key as the database has it.",
        description: "Exactly one of the parameters says which key is meant.",
        role: .admin,
        parameters: [
            KeyFields.token,
            KeyFields.key,
            Field("key_alias", KeyFields.id, "The key meant, by its alias."),
        ],
        result: KeyRowSchema.row,
        errors: [.notFound, .conflict],
        examples: [
            MethodExample(
                "by alias",
                params: JSONObject([("key_alias", "ci")]),
                result: .object(KeyRowSchema.example)
            )
        ],
        notes: [
            "Read from the database, not from memory; `spend` is what was flushed.",
            "An alias that several keys have is `conflict`: nothing in the database forbids it.",
        ]
    )

    /// The method on a database.
    package static func method(_ keys: KeyManagement) -> Method {
        Method(descriptor) { arguments, _ throws(WireError) in
            let selector = try arguments.keySelector("token", "key", "key_alias")
            do throws(StoreError) {
                return .object(try await keys.get(selector).object)
            } catch {
                throw error.wireError(about: selector.token)
            }
        }
    }
}

extension KeySelector {
    fileprivate var token: TokenHash? {
        switch self {
        case .token(let token): token
        case .alias: nil
        }
    }
}
