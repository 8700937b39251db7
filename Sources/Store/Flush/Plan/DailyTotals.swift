/// What the requests of one row add up to.
struct DailyTotals: Equatable, Sendable {
    var modelGroup = ""
    var promptTokens: Int64 = 0
    var completionTokens: Int64 = 0
    var spend = Money.zero
    var requests: Int64 = 0
    var successes: Int64 = 0
    var failures: Int64 = 0
    var milliseconds: Int64 = 0
    var timedRequests: Int64 = 0

    /// Counts a request in.
    mutating func add(_ event: SpendEvent) {
        let log = event.log
        if modelGroup.isEmpty { modelGroup = log.modelGroup ?? "" }
        promptTokens += Int64(log.promptTokens)
        completionTokens += Int64(log.completionTokens)
        spend += event.spend
        requests += 1
        switch log.status {
        case .success: successes += 1
        case .failure: failures += 1
        }
        if let duration = log.durationMilliseconds {
            milliseconds += Int64(duration)
            timedRequests += 1
        }
    }

    /// Takes in what another row of the same key adds up to.
    mutating func add(_ other: DailyTotals) {
        if modelGroup.isEmpty { modelGroup = other.modelGroup }
        promptTokens += other.promptTokens
        completionTokens += other.completionTokens
        spend += other.spend
        requests += other.requests
        successes += other.successes
        failures += other.failures
        milliseconds += other.milliseconds
        timedRequests += other.timedRequests
    }
}
