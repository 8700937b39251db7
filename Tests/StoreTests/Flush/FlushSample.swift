@testable import Store

/// Events of one key and everybody whom it belongs to.
enum FlushSample {
    static let key = Sample.token(1)
    static let start = Timestamp(milliseconds: 1_796_117_400_125)  // 2026-12-01 09:30:00.125

    /// An event that charges everybody; amounts are such that their sums need every digit.
    static func event(_ number: Int, spend: Money = Money(picodollars: 1_234_567)) -> SpendEvent {
        var identity = SpendIdentity(token: key.hex)
        identity.keyAlias = "alias"
        identity.userID = "u1"
        identity.teamID = "t1"
        identity.organizationID = "o1"
        identity.isResolved = true
        var log = SpendLogEntry(
            requestID: "request-\(number)",
            startTime: start,
            endTime: start + .milliseconds(250)
        )
        log.callType = "acompletion"
        log.model = "gpt-4o"
        log.modelGroup = "gpt"
        log.customLLMProvider = "openai"
        log.promptTokens = 10
        log.completionTokens = 5
        log.totalTokens = 15
        log.durationMilliseconds = 250
        var event = SpendEvent(identity: identity, spend: spend, log: log)
        event.endUserID = "e1"
        return event
    }

    /// An event of a key alone.
    static func event(_ number: Int, of token: TokenHash, isResolved: Bool = true) -> SpendEvent {
        var event = event(number)
        event.identity = SpendIdentity(token: token.hex)
        event.identity.isResolved = isResolved
        event.endUserID = nil
        return event
    }

    /// An event that the database refuses wholly: no index takes such an end user's id.
    static func poison(_ number: Int) -> SpendEvent {
        var event = event(number)
        var random = SeededRandom(seed: UInt64(number))
        // Random, so that it cannot be compressed.
        event.endUserID = (0..<600).map { _ in String(random.next(), radix: 16) }.joined()
        return event
    }

    /// An event whose log row alone the database refuses: `jsonb` holds no NUL.
    static func logPoison(_ number: Int) -> SpendEvent {
        var event = event(number)
        event.log.metadata = #"{"a":"\u0000"}"#
        return event
    }

    /// The same as entries of a journal, from 1.
    static func entries(_ events: [SpendEvent]) -> [JournalEntry] {
        events.enumerated().map { index, event in
            JournalEntry(sequence: Int64(index + 1), record: .event(event, retry: nil))
        }
    }

    /// The plan for events with the numbers from 1.
    static func plan(
        _ events: [SpendEvent],
        terms: FlushTerms = FlushTerms(),
        decisions: [Int64: AsideDecision.Parts] = [:],
        identities: [TokenHash: SpendIdentity] = [:],
        moves: KeyMoves = KeyMoves()
    ) -> FlushPlan {
        FlushPlan(
            entries(events),
            instance: JournalHome.instance,
            terms: terms,
            decisions: decisions,
            identities: identities,
            moves: moves
        )
    }
}
