/// What one scope has used, as it outlives the daemon.
struct KeptMeter: Equatable, Sendable {
    var scope: LimitScope
    var requests: [RateTally] = []
    var tokens: [RateTally] = []
    /// What a model of a row has spent, and until when that counts.
    var spent = Money.zero
    var spentUntil = Int64.min

    init(_ scope: LimitScope) {
        self.scope = scope
    }

    /// Whether it says nothing.
    var isEmpty: Bool { requests.isEmpty && tokens.isEmpty && spent == .zero }
}
