import Store
import Wire

/// Whether the daemon can do its work, and what stands in the way of doing it well.
struct Readiness: Equatable, Sendable {
    /// Requests are decided.
    var isReady: Bool
    /// They are, but not as they should be: see the reasons.
    var isDegraded: Bool
    /// One sentence each.
    var reasons: [String]

    init(freshness: Freshness, problem: String?, missingSockets: [String] = []) {
        switch freshness {
        case .loading:
            isReady = false
            isDegraded = false
            reasons = ["The first full read of the tables has not ended."]
        case .fresh(.notices):
            isReady = true
            isDegraded = false
            reasons = []
        case .fresh(.polling):
            isReady = true
            isDegraded = true
            reasons = ["Changes are seen by reading whole tables (polling), not by notices."]
        case .stale:
            isReady = true
            isDegraded = true
            reasons = ["Changes may be missed: the last known rows decide (stale)."]
        case .expired:
            isReady = false
            isDegraded = false
            reasons = ["The database has been away for longer than stale_grace."]
        }
        if let problem, !reasons.isEmpty { reasons.append(problem) }
        for path in missingSockets {
            isDegraded = isReady
            reasons.append("The socket \(path) was removed: nobody can connect; restart.")
        }
    }

    var json: JSON {
        [
            "ready": .bool(isReady), "degraded": .bool(isDegraded),
            "reasons": .array(reasons.map(JSON.string)),
        ]
    }
}
