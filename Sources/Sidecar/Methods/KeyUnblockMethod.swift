package import Store
package import Wire

/// `key.unblock`: lets a blocked key work again.
package enum KeyUnblockMethod {
    /// What is published about the method.
    package static let descriptor = MethodDescriptor(
        name: "key.unblock",
        summary: "Lets a blocked key work again, from its next request on.",
        description: "Also if it is not blocked. `token` or `key` says which key is meant.",
        role: .admin,
        changesData: true,
        parameters: [KeyFields.token, KeyFields.key, KeyFields.updatedBy],
        result: KeyRowSchema.row,
        errors: [.notFound],
        examples: [KeyBlockMethod.example(isBlocked: false)],
        notes: ["A key that has expired, or whose team is blocked, is refused all the same."]
    )

    /// The method on a database.
    package static func method(_ keys: KeyManagement) -> Method {
        KeyBlockMethod.method(descriptor, keys, isBlocked: false)
    }
}
