package import Store

/// A rate that has no room for a request.
package struct RateRefusal: Equatable, Sendable {
    /// Whose limit it is.
    package var entity: AdmissionEntity
    /// The model that it is for; nil: for all together.
    package var model: String?
    package var overrun: RateOverrun
    /// When the same request finds room, if nothing else happens; nil where waiting alone cannot
    /// help.
    package var retryAfter: Duration?

    package init(
        entity: AdmissionEntity,
        model: String? = nil,
        overrun: RateOverrun,
        retryAfter: Duration? = nil
    ) {
        self.entity = entity
        self.model = model
        self.overrun = overrun
        self.retryAfter = retryAfter
    }

    /// Milliseconds, rounded up: a call made then must not come too early.
    var retryAfterMilliseconds: Int64? {
        retryAfter.map { ($0.wholeNanoseconds + 999_999) / 1_000_000 }
    }

    /// What was wrong, and the way out.
    var sentence: String {
        let holder = model.map { "\(entity.subject) with model \($0.echoed)" } ?? entity.subject
        let used = "\(overrun.used) of \(overrun.limit)"
        return switch overrun.kind {
        case .requests: "\(holder) has made \(used) requests in a minute. Wait, or raise rpm_limit."
        case .tokens:
            "\(holder) has used \(used) tokens in a minute, and the request needs room for its "
                + "own. Wait, or raise tpm_limit."
        case .parallel:
            "\(holder) has \(used) requests under way. Settle or release their grants, or raise "
                + "max_parallel_requests."
        }
    }
}
