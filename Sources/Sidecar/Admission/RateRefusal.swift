package import Store

/// A rate that has no room for a request.
package struct RateRefusal: Equatable, Sendable {
    /// Whose limit it is.
    package var entity: AdmissionEntity
    /// The model that it is for; nil: for all together.
    package var model: String?
    package var overrun: RateOverrun
    /// The tokens that the request asked for.
    package var tokens: Int64?
    /// When the same request finds room, if nothing else happens; nil where nobody can say.
    package var retryAfter: Duration?
    /// Whether it may be let in later, though nobody changes a limit.
    package var mayHelpToWait = false

    package init(
        entity: AdmissionEntity,
        model: String? = nil,
        overrun: RateOverrun,
        tokens: Int64? = nil,
        retryAfter: Duration? = nil
    ) {
        self.entity = entity
        self.model = model
        self.overrun = overrun
        self.tokens = tokens
        self.retryAfter = retryAfter
    }

    var retryAfterMilliseconds: Int64? { retryAfter?.millisecondsRoundedUp }

    /// What is counted; of a window that began full, that it is.
    var shownUse: Int64 { beganFull ? overrun.limit : overrun.used }

    /// What was wrong, and the way out.
    var sentence: String {
        let holder = model.map { "\(entity.subject) with model \($0.echoed)" } ?? entity.subject
        let limit = overrun.limit
        guard limit > 0 else { return "\(holder) may make no requests: \(setting) is \(limit)." }
        let used = "\(shownUse) of \(limit)"
        let full = beganFull ? " (rates_at_start: the first minute counts as full)" : ""
        switch overrun.kind {
        case .requests:
            return "\(holder) has made \(used) requests in a minute\(full). Wait, or raise "
                + "\(setting)."
        case .tokens:
            if let tokens, tokens > limit {
                return "The request may take \(tokens) tokens, and \(holder) has \(limit) in a "
                    + "minute. Ask for fewer, or raise \(setting)."
            }
            return "\(holder) has used \(used) tokens in a minute\(full), and the request needs "
                + "room for its own. Wait, or raise \(setting)."
        case .parallel:
            return "\(holder) has \(used) requests under way. Settle or release their grants, or "
                + "raise \(setting)."
        }
    }

    private var beganFull: Bool { RateRules.isFull(overrun.used) }

    private var setting: String {
        switch overrun.kind {
        case .requests: "rpm_limit"
        case .tokens: "tpm_limit"
        case .parallel: "max_parallel_requests"
        }
    }
}

extension Duration {
    /// Rounded up: a call made then must not come too early.
    var millisecondsRoundedUp: Int64 { (wholeNanoseconds + 999_999) / 1_000_000 }
}
