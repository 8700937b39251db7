import Testing

@testable import Store

/// What is left out of a row's spend while its reset is due, and until the row was read after it.
@Suite struct DueResetHoldTests {
    private let token = Sample.token(1)
    private let charges = Sample.charges([.key(Sample.token(1)): 5])

    private func terms(_ end: Timestamp?, duration: String? = "1d") -> BudgetTerms {
        var terms = BudgetTerms()
        terms.maxBudget = Sample.money(100)
        terms.duration = duration
        terms.resetAt = end
        return terms
    }

    private func key(_ spend: Int, _ terms: BudgetTerms, budget: String? = nil) -> KeyRow {
        Sample.key(1) {
            $0.spend = Sample.money(spend)
            $0.budget = terms
            $0.budgetID = budget
        }
    }

    private func tier(_ end: Timestamp?) -> BudgetRow {
        Sample.budget("b") { $0.budget = terms(end) }
    }

    /// What counts of the key's spend for a call.
    private func counted(_ bench: inout CacheBench) -> Money? {
        let now = bench.now
        guard let chain = bench.askWaiting(token).chain else { return nil }
        let holder = LimitHolder.key(chain.key, tier: chain.keyBudget)
        return bench.counted(holder, chain.keySpend, .key(token), now)
    }

    private static let past = CacheBench().now.wall + .seconds(-1)
    private static let future = CacheBench().now.wall + .seconds(3_600)

    @Test func `a reset that is noticed while a flush is under way refuses nobody`() {
        var bench = CacheBench([key(10, terms(Self.past))])
        #expect(counted(&bench) == .zero)
        bench.cache.add(charges)
        bench.cache.beginFlush(charges.entities)
        bench.change(key(0, terms(Self.future)))
        #expect(counted(&bench) == Sample.money(5), "the old spend is known with the new end")
        bench.setSpend(KeyRow.self, token, Sample.money(5))
        _ = bench.cache.endFlush(committed: charges, spends: [.key(token): Sample.money(5)])
        #expect(counted(&bench) == Sample.money(5))
        bench.readAll()
        #expect(counted(&bench) == Sample.money(5))
        #expect(bench.cache.limitMeters.resets.count == 0)
    }

    @Test(arguments: [true, false])
    func `a reset first seen on a row that was read across a flush leaves out no more than it must`(
        isSeenMeanwhile: Bool
    ) {
        var bench = CacheBench([])
        bench.cache.add(charges)
        bench.cache.beginFlush(charges.entities)
        // It was committed by then: some of the spend counts twice until the row is read again.
        bench.put(key(15, terms(Self.past)))
        _ = bench.ask(token)
        let read = bench.take(KeyRow.self)
        if isSeenMeanwhile {
            bench.finish(read)
            #expect(counted(&bench) == .zero)
        }
        _ = bench.cache.endFlush(committed: charges, spends: [.key(token): Sample.money(15)])
        if !isSeenMeanwhile {
            bench.finish(read)
            #expect(counted(&bench) == .zero)
        }
        bench.readAll()
        // Nobody asks about it any more before it is stored.
        bench.cache.correctResets(1, now: bench.now.wall)
        // The look has the row read once more, before anybody is told.
        bench.readAll()
        let stored = bench.cache.limitMeters.resets.takeUnstored(1).map(\.amount)
        #expect(stored == [Sample.money(15)])
        bench.cache.add(charges)
        #expect(counted(&bench) == Sample.money(5))
    }

    @Test func `a poll that has read the tier and not yet the key refuses nobody`() {
        let key = key(10, BudgetTerms(), budget: "b")
        var bench = CacheBench([key, tier(Self.past)], .polling)
        #expect(counted(&bench) == .zero)
        bench.put(tier(Self.future))
        bench.load(BudgetRow.self)
        #expect(counted(&bench) == .zero)
        bench.setSpend(KeyRow.self, token, Sample.money(2))
        bench.load(KeyRow.self)
        #expect(counted(&bench) == Sample.money(2))
        #expect(bench.cache.limitMeters.resets.count == 0)
    }

    @Test func `a key that a tier has zeroed before its own end moves counts anew`() {
        var bench = CacheBench([key(10, BudgetTerms(), budget: "b"), tier(Self.past)])
        #expect(counted(&bench) == .zero)
        bench.change(key(0, BudgetTerms(), budget: "b"))
        #expect(counted(&bench) == .zero)
        bench.cache.add(charges)
        #expect(counted(&bench) == Sample.money(5))
        bench.change(tier(Self.future))
        #expect(counted(&bench) == Sample.money(5))
        #expect(bench.cache.limitMeters.resets.count == 0)
    }

    @Test(arguments: [nil, "fortnight", "2mo", ""])
    func `without a period that can be read nothing is left out`(duration: String?) {
        var bench = CacheBench([key(10, terms(Self.past, duration: duration))])
        #expect(counted(&bench) == Sample.money(10))
        bench.cache.add(charges)
        #expect(counted(&bench) == Sample.money(15))
    }

    @Test(arguments: [true, false])
    func `what nobody starts again is left out until the next end`(isOurs: Bool) {
        var member = OrganizationMembershipRow(id: MembershipID(userID: "u", groupID: "o"))
        (member.budgetID, member.spend) = ("b", Sample.money(10))
        let key = Sample.key(1) { ($0.userID, $0.organizationID) = ("u", "o") }
        var bench = CacheBench([key, member, Sample.organization("o"), tier(Self.past)])
        bench.cache.resetsAreOurs = isOurs
        func counted() -> Money? {
            guard let chain = bench.askWaiting(token).chain,
                let budget = chain.organizationMemberBudget,
                let row = chain.organizationMember
            else { return nil }
            let holder = LimitHolder.organizationMember(row, budget)
            let spend = chain.organizationMemberSpend
            return bench.counted(holder, spend, .organizationMember(member.id), bench.now)
        }
        #expect(counted() == .zero)
        // The second call finds that the first has looked, and the row is read.
        #expect(counted() == .zero)
        bench.readAll()
        // The proxy moves the end, and forgets the member.
        bench.change(tier(Self.future))
        #expect(counted() == (isOurs ? Sample.money(10) : .zero))
        member.spend = Sample.money(12)
        bench.change(member)
        #expect(counted() == Sample.money(isOurs ? 12 : 2))
        bench.pass(.seconds(7_200))
        #expect(counted() == .zero, "the next end is due")
    }

    @Test func `rows that are gone, and ends that have moved, are forgotten unasked`() {
        let other = Sample.token(2)
        var bench = CacheBench([
            key(10, terms(Self.past)),
            Sample.key(2) { ($0.spend, $0.budget) = (Sample.money(1), terms(Self.past)) },
        ])
        for key in [token, other] { _ = bench.cache.noteDue(key, bench.now.wall) }
        #expect(bench.cache.limitMeters.resets.count == 2)
        bench.cache.forgetOldResets(10, SharedRows(), now: bench.now.wall)
        #expect(bench.cache.limitMeters.resets.count == 2)
        bench.delete(.key(other))
        bench.notice(.key(other))
        bench.change(key(0, terms(Self.future)))
        bench.readAll()
        bench.cache.forgetOldResets(10, SharedRows(), now: bench.now.wall)
        #expect(bench.cache.limitMeters.resets.count == 0)
    }

    @Test func `an end user that has left memory keeps its amount for a day`() {
        var bench = CacheBench([])
        let end = Self.past
        _ = bench.cache.withLimits {
            $0.resets.look(at: .endUser("e"), spend: .zero, resetAt: end, now: bench.now.wall)
        }
        bench.cache.forgetOldResets(10, SharedRows(), now: bench.now.wall)
        #expect(bench.cache.limitMeters.resets.count == 1)
        let later = bench.now.wall + .seconds(100_000)
        bench.cache.forgetOldResets(10, SharedRows(), now: later)
        #expect(bench.cache.limitMeters.resets.count == 0)
    }
}

extension CacheBench {
    /// What counts of a spend for a call with these limits.
    fileprivate mutating func counted(
        _ holder: LimitHolder,
        _ spend: Money?,
        _ entity: SpendEntity,
        _ now: Moment
    ) -> Money? {
        var claim = LimitClaim(holder.kind)
        claim.maxBudget = holder.maxBudget(at: now.wall)
        claim.spend = spend
        claim.resetsAt = holder.resetsAt
        return cache.withLimits { limits in
            limits.begin(at: now.monotonicNanoseconds)
            limits.enter(claim, of: holder.scope, paidBy: entity, LimitDemand(now: now))
            return limits.claims.list.last?.standing.money.spent
        }
    }
}

extension AccountsState {
    fileprivate mutating func noteDue(
        _ token: TokenHash,
        _ now: Timestamp
    ) -> DueReset<SpendEntity>.Action {
        let row = keys.lastKnown(token)?.row
        return withLimits {
            $0.resets.look(
                at: .key(token),
                spend: row?.spend,
                resetAt: row?.budget.periodEnd,
                now: now
            )
        }
    }
}
