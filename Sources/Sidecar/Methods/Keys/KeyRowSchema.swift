import Store
import Wire

/// The shape of a key's row in results.
enum KeyRowSchema {
    /// A row alone.
    static let row = row(with: [])

    /// A row with members before its columns.
    ///
    /// Only the token is always there: a column that the database lacks is left out, and one that
    /// only newer versions of the proxy have passes.
    static func row(with members: [Field]) -> Schema {
        .object(members + columns, additional: .any)
    }

    private static let columns: [Field] =
        [
            Field("token", .string, required: true, "SHA-256 of the key, in hexadecimal digits."),
            Field("key_name", .nullable(.string), "The key, masked: its last four characters."),
        ] + KeyFields.settable.map(shown) + [
            Field("expires", .nullable(.time), "When the key expires; null: never."),
            Field("key_type", .nullable(.string), "The type that the key was made with."),
            Field("budget_duration", .nullable(.string), "How often `spend` starts anew."),
            Field("budget_reset_at", .nullable(.time), "When it does so next."),
            Field("created_at", .nullable(.time), "When the key was made."),
            Field("created_by", .nullable(.string), "By whom."),
            Field(
                "updated_at",
                .nullable(.time),
                "When the row was last written, spend included."
            ),
            Field("updated_by", .nullable(.string), "By whom."),
            Field(
                "settings_updated_at",
                .nullable(.time),
                "When something other than spend was last changed."
            ),
        ]

    /// What others wrote into the column need not keep to our bounds.
    private static func shown(_ parameter: KeyParameter) -> Field {
        let schema: Schema =
            switch parameter.kind {
            case .text: .nullable(.string)
            case .list: .nullable(.list(of: .nullable(.string)))
            case .json: .any
            case .dollars, .spend: .nullable(.number)
            case .count: .nullable(.integer)
            case .flag: .nullable(.boolean)
            }
        return Field(parameter.name, schema, parameter.summary)
    }

    /// A row as the examples show it.
    static let example = JSONObject([
        ("token", "81bdc970877e773250d028e1a7997e4580a5182c6098398c58e7d953c343ecdf"),
        ("key_name", "sk-...cYzQ"), ("key_alias", "ci"), ("spend", 0),
        ("expires", "2026-12-31T09:30:00.125Z"), ("models", ["gpt-4o"]), ("aliases", [:]),
        ("user_id", nil), ("team_id", "t1"), ("permissions", [:]),
        ("max_parallel_requests", nil), ("metadata", ["purpose": "tests"]), ("blocked", nil),
        ("tpm_limit", nil), ("rpm_limit", 100), ("max_budget", 25), ("model_max_budget", [:]),
        ("budget_id", nil), ("organization_id", nil), ("created_at", "2026-12-01T09:30:00.125Z"),
        ("created_by", "ada"), ("updated_at", "2026-12-01T09:30:00.125Z"), ("updated_by", "ada"),
        ("allowed_routes", []), ("key_type", nil), ("settings_updated_at", nil),
    ])
}
