@testable import Store

/// Short ways to write what a journal holds.
enum JournalSample {
    static let time = Timestamp(milliseconds: 1_796_117_400_125)

    static func event(_ number: Int, padding: Int = 0) -> SpendEvent {
        var log = SpendLogEntry(requestID: "request-\(number)", startTime: time, endTime: time)
        log.model = "gpt-4o"
        log.metadata = "{\"pad\":\"\(String(repeating: "x", count: padding))\"}"
        return SpendEvent(
            identity: SpendIdentity(token: Sample.token(number).hex),
            spend: Money(picodollars: Int128(number)),
            log: log
        )
    }

    static func record(_ number: Int, padding: Int = 0) -> JournalRecord {
        .event(event(number, padding: padding), retry: nil)
    }

    static func key(_ number: Int, payload: Int = 0) -> IdempotencyKey {
        IdempotencyKey(scope: "key-\(number)".utf8.span, payload: "said-\(payload)".utf8.span)
    }

    /// The request numbers of events, in the order in which they stand.
    static func numbers(_ entries: [JournalEntry]) -> [Int] {
        entries.compactMap { entry in
            guard case .event(let event, _) = entry.record else { return nil }
            return Int(event.log.requestID.dropFirst("request-".count))
        }
    }

    /// An event in which every field may be there or not.
    static func event(_ random: inout SeededRandom) -> SpendEvent {
        var event = event(random.next(below: 1_000))
        event.identity.keyAlias = text(&random)
        event.identity.userID = text(&random)
        event.identity.teamID = text(&random)
        event.identity.organizationID = text(&random)
        event.identity.isResolved = random.chance(50)
        event.endUserID = text(&random)
        event.spend = Money(picodollars: Int128.random(in: .min ... .max, using: &random))
        fill(&event.log, &random)
        return event
    }

    private static func fill(_ log: inout SpendLogEntry, _ random: inout SeededRandom) {
        log.callType = text(&random) ?? ""
        log.model = text(&random) ?? ""
        log.modelID = text(&random)
        log.modelGroup = text(&random)
        log.customLLMProvider = text(&random)
        log.apiBase = text(&random)
        log.promptTokens = .random(in: .min ... .max, using: &random)
        log.completionTokens = .random(in: .min ... .max, using: &random)
        log.totalTokens = random.chance(50) ? 0 : 7
        log.startTime = Timestamp(milliseconds: .random(in: .min ... .max, using: &random))
        log.completionStartTime = random.chance(50) ? time : nil
        log.status = random.chance(50) ? .success : .failure
        if random.chance(50) {
            log.failure = SpendFailure(type: "T", message: text(&random) ?? "", statusCode: "429")
        }
        log.tags = (0..<random.next(below: 4)).map { _ in text(&random) ?? "" }
        log.cacheHit = text(&random)
        log.cacheKey = text(&random)
        log.requesterIPAddress = text(&random)
        log.sessionID = text(&random)
        log.mcpNamespacedToolName = text(&random)
        log.agentID = text(&random)
        log.billingAgentID = text(&random)
        log.callID = text(&random)
        log.durationMilliseconds = random.chance(50) ? -1 : nil
        log.metadata = text(&random) ?? "{}"
        log.messages = text(&random)
        log.response = text(&random)
        log.proxyServerRequest = text(&random)
    }

    private static func text(_ random: inout SeededRandom) -> String? {
        guard random.chance(60) else { return nil }
        let letters: [Character] = ["a", "é", "\u{0}", "漢", "👍", "\"", "\n", "{"]
        return String((0..<random.next(below: 300)).map { _ in letters[random.next(below: 8)] })
    }
}
