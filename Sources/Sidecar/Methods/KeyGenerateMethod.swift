package import Store
package import Wire

/// `key.generate`: makes a key.
package enum KeyGenerateMethod {
    /// What is published about the method.
    package static let descriptor = MethodDescriptor(
        name: "key.generate",
        summary: "Makes a virtual key and shows it in clear text, this once.",
        description: """
            The key is made up (`sk-` and 16 random bytes in URL-safe base64) unless the caller \
            chooses one. Only its hash is stored. The parameters are named like the columns of the \
            table; what is left out is left to the proxy's default. The key works at once.
            """,
        role: .admin,
        changesData: true,
        parameters: parameters,
        result: KeyRowSchema.row(with: [
            Field("key", .string, required: true, "The key in clear text: keep it now.")
        ]),
        errors: [.conflict],
        examples: [example],
        notes: [
            "An alias that another key has, or a key that exists, is `conflict`; see `field`.",
            "The proxy does not take part in the lock that keeps aliases apart: it may make a "
                + "second key of an alias at the same moment.",
            "A parameter whose column is missing in tables of an older proxy is `invalid_params`.",
            "A `detail` of `outcome_unknown` says that the key may have been made: look before you "
                + "try again.",
        ]
    )

    /// The method on a database.
    package static func method(
        _ keys: KeyManagement,
        clock: any MomentSource,
        isMaster: @escaping @Sendable (TokenHash) -> Bool
    ) -> Method {
        Method(descriptor) { arguments, _ throws(WireError) in
            let key = try clearKey(arguments)
            if isMaster(key.token) { throw .invalid("key", "must not be the master key") }
            let settings = try KeySettingsRules.settings(forNew: arguments, now: clock.now().wall)
            let record: KeyRecord
            do throws(StoreError) {
                record = try await keys.generate(
                    NewKey(token: key.token, name: key.name, settings: settings)
                )
            } catch {
                throw error.wireError
            }
            var result = JSONObject([("key", .string(key.reveal()))])
            for column in record.object.members { result[column.name] = column.value }
            return .object(result)
        }
    }

    private static func clearKey(_ arguments: Arguments) throws(WireError) -> ClearKey {
        guard let chosen = arguments.string("key") else {
            var generator = SystemRandomNumberGenerator()
            return ClearKey(using: &generator)
        }
        let key = ClearKey(chosen)
        if let refusal = key.refusal { throw .invalid("key", refusal) }
        return key
    }

    private static let parameters =
        [
            Field(
                "key",
                KeyFields.clearKey,
                "A key of the caller's choice: `sk-…`, at least 16 characters."
            )
        ]
        + KeyFields.settable.map { $0.field(clearable: false) }
        + [
            Field(
                "key_type",
                .oneOf(KeyType.allCases.map(\.rawValue)),
                "Short for `allowed_routes`: `llm_api`, `management` or `read_only` calls alone."
            ),
            KeyFields.duration,
            KeyFields.expires,
            Field("created_by", KeyFields.id, "Who makes the key, for the row."),
        ]

    private static let example = MethodExample(
        "a key of a team for thirty days",
        params: JSONObject([
            ("key_alias", "ci"), ("team_id", "t1"), ("models", ["gpt-4o"]), ("duration", "30d"),
            ("max_budget", 25), ("rpm_limit", 100), ("metadata", ["purpose": "tests"]),
            ("created_by", "ada"),
        ]),
        result: .object(
            KeyRowSchema.example.members.reduce(
                into: JSONObject([("key", "sk-4uq7Zk1nDjWmT0aXb9cYzQ")])
            ) { row, column in row[column.name] = column.value }
        )
    )
}
