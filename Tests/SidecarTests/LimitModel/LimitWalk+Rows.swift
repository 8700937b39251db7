import Store
import Wire

@testable import Sidecar

/// Rows that change, in the database and then in memory.
extension LimitWalk {
    mutating func changeRows() throws {
        if !ledger.rows.jobIsOurs { try askAll() }
        let wall = ledger.now.wall
        var changed: [RowReference] = []
        switch random.next() % 8 {
        case 0...1:
            let place = Int(random.next() % UInt64(ledger.rows.keys.count))
            var row = ledger.rows.keys[place]
            row.limit(using: &random, wall)
            ledger.change { $0.keys[place] = row }
            changed = [.key(row.id)]
        case 2:
            let place = Int(random.next() % 2)
            var row = ledger.rows.teams[place]
            row.limit(using: &random, wall)
            ledger.change { $0.teams[place] = row }
            changed = [.team(row.id)]
        case 3:
            let place = Int(random.next() % 2)
            var row = ledger.rows.users[place]
            row.limit(using: &random, wall)
            ledger.change { $0.users[place] = row }
            changed = [.user(row.id)]
        case 4:
            let place = Int(random.next() % UInt64(ledger.rows.budgets.count))
            var row = ledger.rows.budgets[place]
            row.limit(using: &random, wall)
            ledger.change { $0.budgets[place] = row }
            changed = [.budget(row.id)]
        case 5:
            let place = Int(random.next() % 3)
            let isBlocked = random.chance(3)
            ledger.change { $0.endUsers[place].isBlocked = isBlocked }
            changed = [.endUser(ledger.rows.endUsers[place].id)]
        case 6: changed = readAgain()
        default: return rotateKey()
        }
        note("changed \(changed)")
        desk.notice(changed, ledger.rows)
    }

    /// Rows that are what they were.
    private mutating func readAgain() -> [RowReference] {
        let rows = ledger.rows
        return random.pick([
            rows.keys.map { .key($0.id) }, rows.teams.map { .team($0.id) },
            rows.users.map { .user($0.id) }, rows.budgets.map { .budget($0.id) },
            rows.members.map { .teamMember($0.id) },
            rows.organizations.map { .organization($0.id) },
            rows.endUsers.map { .endUser($0.id) },
        ])
    }

    /// A key gets another hash; what it has spent and holds goes along.
    private mutating func rotateKey() {
        let place = Int(random.next() % UInt64(ledger.rows.keys.count))
        let text = "sk-walk-key-\(random.next())"
        let (old, new) = (ledger.rows.keys[place].token, TokenHash(ofKey: text))
        ledger.change {
            $0.keys[place].token = new
            $0.keyTexts[place] = text
        }
        for event in unflushed.indices where unflushed[event].identity.token == old.hex {
            unflushed[event].identity.token = new.hex
        }
        note("key \(place) has another hash")
        desk.accounts.moveKey(from: old, to: new)
        desk.notice([.key(old), .key(new)], ledger.rows)
    }

    /// The job writes resets that are due: the spend that it has read goes off the row, and the
    /// next reset is set.
    ///
    /// What was due while nobody asked is not known to have been, once nobody starts it again: so
    /// everybody asks before.
    mutating func writeResets() throws {
        if !ledger.rows.jobIsOurs { try askAll() }
        let wall = ledger.now.wall
        let next = wall + .milliseconds(Int64(random.next() % 200_000) + 1)
        var changed: [RowReference] = []
        ledger.change { rows in
            changed = rows.writeResets(wall: wall, next: next)
        }
        note("resets written: \(changed), next \(next)")
        desk.notice(changed, ledger.rows)
    }
}

extension LedgerRows {
    /// As the proxy's job does it: rows with a period of their own, budget rows with their own.
    ///
    /// Spend starts again at zero; what is not in the row yet stays.
    fileprivate mutating func writeResets(wall: Timestamp, next: Timestamp) -> [RowReference] {
        var changed: [RowReference] = []
        func isDue(_ terms: BudgetTerms) -> Bool { Self.end(terms).map { $0 <= wall } ?? false }
        for row in keys.indices where isDue(keys[row].budget) {
            // Expired keys are passed by.
            guard keys[row].expires.map({ $0 > wall }) ?? true else { continue }
            (keys[row].spend, keys[row].budget.resetAt) = (.zero, next)
            changed.append(.key(keys[row].id))
        }
        for row in teams.indices where isDue(teams[row].budget) {
            (teams[row].spend, teams[row].budget.resetAt) = (.zero, next)
            changed.append(.team(teams[row].id))
        }
        for row in users.indices where isDue(users[row].budget) {
            (users[row].spend, users[row].budget.resetAt) = (.zero, next)
            changed.append(.user(users[row].id))
        }
        for row in budgets.indices where isDue(budgets[row].budget) {
            changed += resetDependents(of: budgets[row].budgetID)
            budgets[row].budget.resetAt = next
            changed.append(.budget(budgets[row].id))
        }
        return changed
    }

    private mutating func resetDependents(of tier: String) -> [RowReference] {
        var changed: [RowReference] = []
        for row in endUsers.indices {
            let fallback = jobIsOurs ? policy.sharedRows.endUserBudget?.text : nil
            guard (endUsers[row].budgetID ?? fallback) == tier else { continue }
            endUsers[row].spend = .zero
            changed.append(.endUser(endUsers[row].id))
        }
        for row in members.indices where members[row].budgetID == tier {
            members[row].spend = .zero
            changed.append(.teamMember(members[row].id))
        }
        for row in keys.indices where keys[row].budgetID == tier && keys[row].budget.duration == nil
        {
            keys[row].spend = .zero
            changed.append(.key(keys[row].id))
        }
        for row in organizations.indices where organizations[row].budgetID == tier {
            organizations[row].spend = .zero
            changed.append(.organization(organizations[row].id))
        }
        // The proxy forgets these.
        for row in organizationMembers.indices
        where jobIsOurs && organizationMembers[row].budgetID == tier {
            organizationMembers[row].spend = .zero
            changed.append(.organizationMember(organizationMembers[row].id))
        }
        return changed
    }
}
