package import Store
package import Wire

/// `key.block`: has a key refused.
package enum KeyBlockMethod {
    /// What is published about the method.
    package static let descriptor = MethodDescriptor(
        name: "key.block",
        summary: "Blocks a key; its next request is refused.",
        description: "Also if it is blocked already. `token` or `key` says which key is meant.",
        role: .admin,
        changesData: true,
        parameters: [KeyFields.token, KeyFields.key, KeyFields.updatedBy],
        result: KeyRowSchema.row,
        errors: [.notFound],
        examples: [example(isBlocked: true)]
    )

    /// The method on a database.
    package static func method(_ keys: KeyManagement) -> Method {
        method(descriptor, keys, isBlocked: true)
    }

    /// What `key.block` and `key.unblock` have in common.
    static func method(
        _ descriptor: MethodDescriptor,
        _ keys: KeyManagement,
        isBlocked: Bool
    ) -> Method {
        Method(descriptor) { arguments, _ throws(WireError) in
            let token = try arguments.keyToken()
            let author = try KeySettingsRules.author(arguments)
            do throws(StoreError) {
                return .object(try await keys.setBlocked(token, isBlocked, by: author).object)
            } catch {
                throw error.wireError(about: token)
            }
        }
    }

    static func example(isBlocked: Bool) -> MethodExample {
        var row = KeyRowSchema.example
        row["blocked"] = .bool(isBlocked)
        row["updated_at"] = "2026-12-02T08:00:00Z"
        row["settings_updated_at"] = "2026-12-02T08:00:00Z"
        return MethodExample(
            "by token",
            params: JSONObject([("token", KeyRowSchema.example["token"] ?? nil)]),
            result: .object(row)
        )
    }
}
