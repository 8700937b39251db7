package import Store
package import Wire

/// `key.update`: changes some columns of a key.
package enum KeyUpdateMethod {
    /// What is published about the method.
    package static let descriptor = MethodDescriptor(
        name: "key.update",
        summary: "Changes columns of a key; the next request is judged by them.",
        description: """
            `token` or `key` says which key is meant. A parameter that is left out changes \
            nothing; null clears the column to what a new key has there. A list, a mapping or \
            `metadata` replaces what was there as a whole.
            """,
        role: .admin,
        changesData: true,
        parameters: [KeyFields.token, KeyFields.key]
            + KeyFields.settable.map { $0.field(clearable: true) }
            + [
                clearable(KeyFields.duration), clearable(KeyFields.expires), KeyFields.updatedBy,
            ],
        result: KeyRowSchema.row,
        errors: [.notFound, .conflict],
        examples: [
            MethodExample(
                "a higher budget, and no end",
                params: JSONObject([
                    ("token", KeyRowSchema.example["token"] ?? nil), ("max_budget", 50),
                    ("expires", nil),
                ]),
                result: .object(changed)
            )
        ],
        notes: [
            "`updated_at` becomes the time of the change, `settings_updated_at` too where the "
                + "tables have it.",
            "A `duration` begins now; null or `-1` means that the key does not expire.",
            "`key` says which key is meant; a key itself cannot be changed.",
            "A `detail` of `outcome_unknown` says that the change may have been made.",
        ]
    )

    /// The method on a database.
    package static func method(_ keys: KeyManagement, clock: any MomentSource) -> Method {
        Method(descriptor) { arguments, _ throws(WireError) in
            let token = try arguments.keyToken()
            let settings = try KeySettingsRules.settings(
                forUpdate: arguments,
                now: clock.now().wall
            )
            do throws(StoreError) {
                return .object(try await keys.update(token, settings).object)
            } catch {
                throw error.wireError(about: token)
            }
        }
    }

    private static func clearable(_ field: Field) -> Field {
        Field(field.name, .nullable(field.schema), field.summary)
    }

    private static let changed: JSONObject = {
        var row = KeyRowSchema.example
        row["max_budget"] = 50
        row["expires"] = .null
        row["updated_at"] = "2026-12-02T08:00:00Z"
        row["settings_updated_at"] = "2026-12-02T08:00:00Z"
        return row
    }()
}
