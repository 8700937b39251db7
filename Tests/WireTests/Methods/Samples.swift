@testable import Wire

/// Declarations that the tests of this folder share.
enum Samples {
    static let authorize = MethodDescriptor(
        name: "key.authorize",
        summary: "Checks a key.",
        description: "More about it.",
        role: .data,
        parameters: [
            Field("key", .string(atLeast: 1, atMost: 8), required: true, "The key."),
            Field("model", .string, "The model."),
            Field("tags", .list(of: .string, atMost: 2), "Tags."),
            Field("max_budget", .nullable(.number), "Dollars; null for none."),
        ],
        result: .object(Field("token", .string, required: true, "The hash.")),
        errors: [.invalidKey, .keyExpired],
        examples: [
            MethodExample("a key", params: JSONObject([("key", "sk-1")]), result: ["token": "t"])
        ],
        notes: ["Costs are dollars."]
    )

    static let list = MethodDescriptor(
        name: "key.list",
        summary: "Lists keys.",
        role: .admin,
        result: .list(of: .any),
        examples: [MethodExample("none", result: [])]
    )

    static func table() -> MethodTable {
        MethodTable([
            Method(authorize) { _, _ in ["token": "t"] },
            Method(list) { _, _ in [] },
        ])
    }

    static func caller(role: Role = .data) -> Caller {
        Caller(
            credentials: PeerCredentials(processID: 1, userID: 2, groupID: 3),
            role: role,
            connection: ConnectionLifetime(id: 1)
        )
    }
}
