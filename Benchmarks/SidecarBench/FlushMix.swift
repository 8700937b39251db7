import Store

/// Requests of a hundred keys in ten teams, for five models.
struct FlushMix {
    static let batch = 5_000
    /// Part of every id, so that no two runs in one database share one.
    private let run = String(UInt64.random(in: .min ... .max), radix: 16)
    private static let start = Timestamp(milliseconds: 1_796_117_400_125)

    /// What the ids of a batch begin with.
    func prefix(ofBatch number: Int) -> String { "chatcmpl-\(run)-\(number)-" }

    func event(_ number: Int) -> SpendEvent {
        let key = number % 100
        var identity = SpendIdentity(token: token(key))
        identity.keyAlias = "key-\(key)"
        identity.userID = "user-\(key % 50)"
        identity.teamID = "team-\(key % 10)"
        identity.isResolved = true
        let start = Self.start + .milliseconds(number)
        var log = SpendLogEntry(
            requestID: "\(prefix(ofBatch: number / Self.batch))\(number)",
            startTime: start,
            endTime: start + .milliseconds(1_200)
        )
        log.callType = "acompletion"
        log.model = "gpt-4o-\(number % 5)"
        log.modelID = "model-\(number % 5)"
        log.modelGroup = "gpt"
        log.customLLMProvider = "openai"
        log.apiBase = "https://api.openai.com"
        log.promptTokens = 812
        log.completionTokens = 143
        log.totalTokens = 955
        log.cacheHit = "False"
        log.cacheKey = "Cache OFF"
        log.sessionID = "session-\(number % 700)"
        log.durationMilliseconds = 1_200
        log.callID = "call-\(number)"
        log.metadata =
            #"{"usage_object":{"prompt_tokens":812,"completion_tokens":143},"#
            + #""user_agent":"OpenAI/Python 1.99"}"#
        return SpendEvent(
            identity: identity,
            spend: Money(picodollars: 2_345_000_000),
            log: log
        )
    }

    private func token(_ key: Int) -> String { TokenHash(ofKey: "sk-bench-flush-\(key)").hex }

    /// Makes the rows that these requests are booked on, unless they are there.
    func makeRows(in catalog: Catalog, on pool: PostgresPool) async throws {
        let users = (0..<50).map { "user-\($0)" }
        let roster = users.map { "{\"user_id\":\"\($0)\"}" }.joined(separator: ",")
        let tokens = (0..<100).map(token)
        try await pool.run { connection throws(PostgresError) in
            try connection.execute(
                "INSERT INTO \(catalog.quoted(.userTable)) (user_id) "
                    + "SELECT unnest($1::text[]) ON CONFLICT DO NOTHING",
                [.textArray(users)]
            )
            try connection.execute(
                "INSERT INTO \(catalog.quoted(.teamTable)) (team_id, members_with_roles) "
                    + "SELECT unnest($1::text[]), $2::jsonb ON CONFLICT DO NOTHING",
                [.textArray((0..<10).map { "team-\($0)" }), .json("[\(roster)]")]
            )
            try connection.execute(
                "INSERT INTO \(catalog.quoted(.verificationToken)) (token) "
                    + "SELECT unnest($1::text[]) ON CONFLICT DO NOTHING",
                [.textArray(tokens)]
            )
        }
    }
}
