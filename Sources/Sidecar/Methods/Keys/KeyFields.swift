import Store
import Wire

/// What the methods about keys have in common: parameters, and the shape of a row.
enum KeyFields {
    /// The columns that callers set, one parameter each.
    static let settable: [KeyParameter] = [
        KeyParameter(
            .keyAlias,
            .text,
            id,
            "A name for people; no other key may have it."
        ),
        KeyParameter(
            .models,
            .list,
            names,
            "The models that the key may use, wildcards and access groups included; empty: all."
        ),
        KeyParameter(
            .aliases,
            .json,
            .object([], additional: entry, atMost: KeyLimits.entries),
            "Model names that mean other models for this key, as `{\"fast\":\"gpt-4o-mini\"}`."
        ),
        KeyParameter(.userID, .text, id, "The user that the key belongs to; need not exist."),
        KeyParameter(.teamID, .text, id, "The team that the key belongs to; need not exist."),
        KeyParameter(.organizationID, .text, id, "An organization, which must exist."),
        KeyParameter(
            .budgetID,
            .text,
            id,
            "A row of budgets, which must exist: its limits hold where the key has none itself."
        ),
        KeyParameter(.maxBudget, .dollars, dollars, "What the key may spend, in dollars."),
        KeyParameter(.tokensPerMinute, .count, count, "Tokens per minute."),
        KeyParameter(.requestsPerMinute, .count, count, "Requests per minute."),
        KeyParameter(
            .parallelRequests,
            .count,
            .integer(minimum: 0, maximum: Int64(Int32.max)),
            "Requests under way at once."
        ),
        KeyParameter(.metadata, .json, object, "Anything about the key; replaced as a whole."),
        KeyParameter(.permissions, .json, object, "Flags that the proxy reads."),
        KeyParameter(.blocked, .flag, .boolean, "Whether the key is refused."),
        KeyParameter(
            .allowedRoutes,
            .list,
            names,
            "Routes and route groups that the key may use; empty: all."
        ),
        KeyParameter(
            .modelMaxBudget,
            .json,
            object,
            "Budgets by model: dollars, or `{\"budget_limit\":5,\"time_period\":\"1d\"}`."
        ),
        KeyParameter(.spend, .spend, dollars, "What the key has spent so far, in dollars."),
    ]

    static let duration = Field(
        "duration",
        .string(atLeast: 1, atMost: 32),
        "The life from now on: an integer and `s`, `m`, `h`, `d`, `w` or `mo`, or `hourly`, "
            + "`daily`, `weekly`, `monthly` (30 days). Not together with `expires`."
    )

    static let expires = Field(
        "expires",
        .time,
        "The end of the life; neither this nor `duration`: none."
    )

    static let token = Field(
        "token",
        .string(format: .sha256),
        "The key meant, by its hash."
    )

    static let key = Field(
        "key",
        clearKey,
        "The key meant, in clear text."
    )

    static let updatedBy = Field("updated_by", id, "Who makes the change, for the row.")

    static let clearKey = Schema.string(atLeast: 1, atMost: AdmissionLimits.keyBytes)
    static let id = Schema.string(atLeast: 1, atMost: KeyLimits.idLength)
    static let entry = Schema.string(atLeast: 1, atMost: KeyLimits.entryLength)
    static let names = Schema.list(of: entry, atMost: KeyLimits.entries)

    private static let dollars = Schema.number(minimum: 0, maximum: nil)
    private static let count = Schema.integer(minimum: 0, maximum: nil)
    private static let object = Schema.object(
        [],
        additional: .any,
        atMost: KeyLimits.entries
    )
}
