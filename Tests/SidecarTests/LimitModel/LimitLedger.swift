import Store
import Wire

@testable import Sidecar

/// The limits of admission once more, slow and obvious, made from what the documents say alone.
///
/// Everything that counts is kept as it happened, with its time, and every figure is summed anew
/// from all of it: no windows, no meters, no caches.
///
/// A minute has a resolution of one second: what happened less than 60 seconds ago counts, what
/// happened 61 seconds ago or earlier does not, and in between both are right. So what is used of a
/// minute is a range, and a check may be open. A fixed minute is exact: the first request opens it.
///
/// Money is exact, too, but while reads of rows are under way: memory may take for spent what a
/// flush or a reset has just moved (`excess`), and leave out what it did before a reset (`lag`).
struct LimitLedger: Sendable {
    static let second: Int64 = 1_000_000_000

    var rows = LedgerRows()
    var now: Moment
    var counts: [LedgerScope: [LedgerCount]] = [:]
    /// When the process started, whose first minute may count as used up.
    var startedAt: Int64
    var grants: [LedgerGrant] = []
    /// What is journaled and not in the rows.
    var booked: [(payer: LedgerScope, amount: Money)] = []
    /// What was spent on models that have a budget.
    var modelSpends: [(scope: LedgerScope, at: Int64, amount: Money, period: Int64?)] = []
    /// What was spent when somebody first saw that a reset was due, which nobody has written yet.
    var due: [LedgerScope: (resetAt: Timestamp, spent: Money)] = [:]

    /// What memory may take for spent beyond what is, as long as reads are under way.
    var excess: [LedgerScope: Money] = [:]
    /// What memory may leave out as before, though the end has moved, as long as its read is under
    /// way.
    var lag: [LedgerScope: Money] = [:]
    /// Whose spend has fallen in a row since memory was last known to have read all.
    var fallen: Set<LedgerScope> = []
    /// Whether no read and no flush is under way.
    var isAllRead = true

    init(now: Moment) {
        self.now = now
        startedAt = now.monotonicNanoseconds
    }

    /// Every check of a call, in order.
    func checks(_ call: LedgerCall) -> [LedgerCheck] {
        let chain = rows.chain(call)
        let (key, wall) = (chain.key, now.wall)
        let first = rows.firstBudgets(call, wall).map { check($0, call) }
        var checks = [
            plain("key_blocked", .blocked, chain.keyScope, key.isBlocked),
            plain("key_models", .modelNotAllowed, chain.keyScope, !grants(key.models, call)),
            plain("owner_active", .blocked, chain.userScope, chain.user?.isActive == false),
        ]
        checks += first.filter { $0.name == "team_member_budget" }
        let hasExpired = key.expires.map { $0 < wall } ?? false
        checks.append(plain("key_expiry", .keyExpired, chain.keyScope, hasExpired))
        checks += first.filter { $0.name != "team_member_budget" }
        let team = chain.team
        let isEndUserBlocked =
            rows.policy.enforcesBlockedEndUsers && chain.endUser?.isBlocked == true
        checks += [
            plain("team_blocked", .blocked, chain.teamScope, team?.isBlocked == true),
            plain(
                "team_models",
                .modelNotAllowed,
                chain.teamScope,
                !grants(team?.models ?? [], call)
            ),
            plain("end_user_blocked", .blocked, chain.endUserScope, isEndUserBlocked),
        ]
        checks += rows.lastBudgets(call, wall).map { check($0, call) }
        for rate in rows.rates(call) { checks += self.checks(rate, call) }
        return checks
    }

    private func grants(_ models: [String], _ call: LedgerCall) -> Bool {
        guard let model = call.model, !models.isEmpty else { return true }
        return models.contains(model)
    }

    private func plain(
        _ name: String,
        _ kind: WireError.Kind,
        _ scope: LedgerScope,
        _ fails: Bool
    ) -> LedgerCheck {
        LedgerCheck(name: name, scope: scope, kind: kind, outcome: fails ? .fails : .passes)
    }

    /// Whether one grant more would be one too many.
    func isFull(for call: LedgerCall) -> Bool {
        needsGrant(call)
            && grants.count { $0.isOpen(at: now.monotonicNanoseconds) }
                >= rows.settings.grants.open
    }

    func needsGrant(_ call: LedgerCall) -> Bool {
        let hasEstimate = call.cost != nil || call.tokens != nil
        return rows.policy.reserves && hasEstimate
            || rows.rates(call).contains { $0.terms.parallelRequests != nil }
    }

    /// No read and no flush is under way: memory has what is.
    mutating func allIsRead() {
        excess = [:]
        lag = [:]
        fallen = []
        isAllRead = true
    }

    // MARK: - Time

    /// Both clocks move.
    mutating func move(to next: Moment) {
        now = next
        let old = next.monotonicNanoseconds - 130 * Self.second
        for scope in counts.keys { counts[scope]?.removeAll { $0.at < old } }
        grants.removeAll { $0.deadline < old && ($0.isSettled || $0.takenAt < old) }
    }

    /// The process ends, and another one begins with the same rows and the same journal.
    ///
    /// Windows, grants and what models have spent are gone; who asks for a grant that is settled is
    /// told so by the journal.
    mutating func restart() {
        startedAt = now.monotonicNanoseconds
        counts = [:]
        modelSpends = []
        allIsRead()
        grants.removeAll(where: \.isSettled)
        for place in grants.indices {
            grants[place].isForgotten = true
            grants[place].owner = nil
        }
    }

    /// A connection has ended.
    mutating func connectionEnded(_ connection: UInt64) {
        for place in grants.indices where grants[place].call.connection == connection {
            grants[place].isReleased = true
        }
    }
}
