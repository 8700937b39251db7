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

    /// Spend that cannot be taken, or only as long as there is room, degrades.
    mutating func add(_ intake: JournalIntake) {
        switch intake {
        case .open, .closed: return
        case .full:
            reasons.append("The journal is full: `spend.record` is refused until a flush succeeds.")
        case .refusing(let reason):
            reasons.append("The journal cannot be written: \(reason)")
        case .outcomeUnknown(let reason):
            reasons.append("The journal stopped after a failed sync, restart the daemon: \(reason)")
        }
        isDegraded = isReady
    }

    /// Spend that cannot be booked degrades.
    mutating func add(_ flush: FlushReport) {
        if let obstacle = flush.obstacle {
            reasons.append("The flush waits: \(obstacle).")
        } else if flush.failures >= Self.worryingFailures, let error = flush.lastError {
            reasons.append("The flush fails: \(error)")
        } else {
            return
        }
        isDegraded = isReady
    }

    /// Events that wait for an operator, and what the journal has lost, degrade.
    mutating func add(setAside: Int, damaged: Int, _ recovery: JournalRecovery) {
        if setAside > 0 {
            let records = setAside == 1 ? "1 record is" : "\(setAside) records are"
            degrade("\(records) set aside and wait for an operator: see `spend.aside_list`.")
        }
        if damaged > 0 {
            degrade("The journal was damaged in \(damaged) places: what is left is set aside.")
        }
        if let lost = JournalRecovery.text(recovery.lost) {
            degrade("The journal has lost the events \(lost).")
        }
        if !recovery.unusable.isEmpty {
            degrade("The journal has segments without a header: \(recovery.unusable.count).")
        }
    }

    /// Grants at their bound degrade: who needs one is told `overloaded`.
    mutating func add(grants: Int, of bound: Int) {
        guard grants >= bound else { return }
        degrade("All \(bound) grants are open: calls that need one are refused.")
    }

    /// A budget that is configured and binds nobody degrades.
    mutating func addMissingProxyUser(_ id: String) {
        degrade(
            "litellm_settings.max_budget limits nothing: user \(id), whose row counts what the "
                + "proxy spends, has no row; insert it."
        )
    }

    private mutating func degrade(_ reason: String) {
        reasons.append(reason)
        isDegraded = isReady
    }

    /// A lost race or a restart of the database is nothing to report.
    private static let worryingFailures = 3

    var json: JSON {
        [
            "ready": .bool(isReady), "degraded": .bool(isDegraded),
            "reasons": .array(reasons.map(JSON.string)),
        ]
    }
}
