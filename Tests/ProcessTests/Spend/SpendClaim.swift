import Store
import Wire

/// An event that a test records, and what it knows of its fate.
struct SpendClaim: Sendable {
    let number: Int
    let payer: SpendPayer

    /// A whole number of 1/1024 dollars, so that sums of floating point are exact.
    var dollars: Double { Double(1 + number % 7) / 1_024 }

    var requestID: String { "event-\(number)" }

    var params: [(String, JSON)] {
        [
            ("token", .string(payer.token)), ("model", .string("model-\(number % 5)")),
            ("spend", .double(dollars)), ("request_id", .string(requestID)),
            ("end_user_id", .string("customer-\(number % 3)")),
            ("prompt_tokens", 3), ("completion_tokens", 4),
            ("idempotency_key", .string(requestID)),
        ]
    }
}

/// A key with team and user on whom events are booked.
struct SpendPayer: Sendable {
    let number: Int

    var token: String { TokenHash(ofKey: "sk-payer-\(number)").hex }
    var team: String { "team-\(number % 2)" }
    var user: String { "user-\(number)" }

    static let all = (0..<6).map(SpendPayer.init)
}
