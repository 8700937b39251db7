import Store
import Wire

@testable import Sidecar

/// Rows that change, in the database and then in memory.
extension LimitWalk {
    mutating func changeRows() {
        let wall = ledger.now.wall
        let before = ledger.rows.spends
        var changed: [RowReference] = []
        switch random.next() % 8 {
        case 0...1:
            let place = Int(random.next() % UInt64(ledger.rows.keys.count))
            var row = ledger.rows.keys[place]
            row.limit(using: &random, wall)
            ledger.rows.keys[place] = row
            changed = [.key(row.id)]
        case 2:
            let place = Int(random.next() % 2)
            var row = ledger.rows.teams[place]
            row.limit(using: &random, wall)
            ledger.rows.teams[place] = row
            changed = [.team(row.id)]
        case 3:
            let place = Int(random.next() % 2)
            var row = ledger.rows.users[place]
            row.limit(using: &random, wall)
            ledger.rows.users[place] = row
            changed = [.user(row.id)]
        case 4:
            let place = Int(random.next() % UInt64(ledger.rows.budgets.count))
            var row = ledger.rows.budgets[place]
            row.limit(using: &random, wall)
            ledger.rows.budgets[place] = row
            changed = [.budget(row.id)]
        case 5:
            let place = Int(random.next() % 3)
            let isBlocked = random.chance(3)
            ledger.rows.endUsers[place].isBlocked = isBlocked
            changed = [.endUser(ledger.rows.endUsers[place].id)]
        case 6: changed = readAgain()
        default: return rotateKey()
        }
        ledger.noteUnread(since: before)
        note("changed \(changed)")
        cover("rows changed")
        desk.notice(changed, ledger.rows)
    }

    /// Rows that are what they were.
    mutating func readAgain() -> [RowReference] {
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
        ledger.rows.keys[place].token = new
        ledger.rows.keyTexts[place] = text
        ledger.rows.formerTokens.append((old, place))
        for event in unflushed.indices { unflushed[event].move(from: old, to: new) }
        for event in flush?.events.indices ?? 0..<0 {
            flush?.events[event].move(from: old, to: new)
        }
        note("key \(place) has another hash")
        cover("key moved")
        desk.accounts.moveKey(from: old, to: new)
        desk.notice([.key(old), .key(new)], ledger.rows)
    }

    /// The job writes resets that are due: the spend that it has read goes off the row, and the
    /// next reset is set.
    mutating func writeResets() {
        let wall = ledger.now.wall
        let next = wall + .milliseconds(Int64(random.next() % 200_000) + 1)
        let before = ledger.rows.spends
        let changed = ledger.rows.writeResets(wall: wall, next: next)
        ledger.noteUnread(since: before)
        note("resets written: \(changed), next \(next)")
        if !changed.isEmpty { cover("resets written") }
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

extension SpendEvent {
    fileprivate mutating func move(from old: TokenHash, to new: TokenHash) {
        if identity.token == old.hex { identity.token = new.hex }
    }
}
