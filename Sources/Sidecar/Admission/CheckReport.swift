package import Store
package import Wire

/// What `key.explain` says of one check.
package struct CheckReport: Equatable, Sendable {
    /// The check that was made.
    package var check: Check
    /// Whose rule it is; nil where the key has nobody there (no team, no end user, …).
    package var entity: AdmissionEntity?
    /// Whether the request may go on as far as this check goes.
    package var passed: Bool
    /// The list or time that is compared with; null where there is none.
    package var limit: JSON
    /// What the request brought; null where there is nothing.
    package var used: JSON
    /// One sentence for a person.
    package var detail: String
    /// What is left of a budget, in dollars, or of each rate; null for all other checks.
    package var remaining = JSON.null
    /// When a budget's spend starts again; nil where it never does.
    package var resetsAt: Timestamp?
    /// When a rate that refuses has room again, if nothing else happens; nil where nobody can say.
    package var retryAfter: Duration?

    package init(
        _ check: Check,
        _ entity: AdmissionEntity?,
        passed: Bool,
        limit: JSON = .null,
        used: JSON = .null,
        detail: String
    ) {
        self.check = check
        self.entity = entity
        self.passed = passed
        self.limit = limit
        self.used = used
        self.detail = detail
    }

    /// The report as one element of the result's `checks`.
    package var json: JSON {
        let shown = entity.map { entity -> JSON in
            ["type": .string(entity.wire.type), "id": .string(entity.wire.id)]
        }
        return [
            "check": .string(check.rawValue), "entity": shown ?? .null, "passed": .bool(passed),
            "limit": limit, "used": used, "detail": .string(detail),
            "remaining": remaining, "resets_at": .optional(resetsAt?.rfc3339),
            "retry_after_ms": .optional(retryAfter?.millisecondsRoundedUp),
        ]
    }
}
