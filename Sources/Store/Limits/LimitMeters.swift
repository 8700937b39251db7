/// What calls have taken of budgets, rates and slots, and what those under way hold.
///
/// A pure value behind the lock of the accounts, next to the rows: so that asking every scope of a
/// call and taking from all of them is one step. A call *enters* a claim for each scope that
/// limits it; what it finds there (`standing`) is the one place where "how much is left?" is
/// answered. Then it takes from all claims, or from none.
package struct LimitMeters: Sendable {
    package internal(set) var settings: LimitSettings
    var pool: MeterPool
    var grants: GrantTable<LimitScope>
    /// Spends of periods that are over, while their rows still have them.
    package internal(set) var resets = DueReset<SpendEntity>()
    /// Whether a row may have what counts beside it, too: a flush is under way, or a row that was
    /// read across one is to be read again.
    var mayCountTwice = false
    /// Connections whose end has to be told, since they held a grant once.
    var watched: Set<UInt64> = []
    /// The scopes of the call that is being judged.
    package var claims = LimitClaims()

    /// Meters of a process that starts at a time of the clock that never goes back.
    package init(_ settings: LimitSettings = LimitSettings(), startedAt start: Int64 = 0) {
        self.settings = settings
        pool = MeterPool(settings.window, fullSince: settings.startsFull ? start : nil)
        grants = GrantTable(limits: settings.grants)
    }

    /// How many scopes have a meter, for health.
    package var scopeCount: Int { pool.count }

    /// How many grants are open.
    package var grantCount: Int { grants.count }
    /// How many may be.
    package var grantBound: Int { grants.bound }

    /// The bound that keeps a user's processes from opening one more grant, if one does.
    package func fullGrantBound(for owner: UInt32) -> Int? { grants.fullBound(for: owner) }
}

// MARK: - What an answer tells

extension LimitMeters {
    /// The budget of the call with the least left, once it has taken its share.
    package func tightestBudget(_ demand: LimitDemand) -> TightestBudget? {
        TightestBudget(claims, demand)
    }

    /// What is left of the rates, once the call has taken its share.
    package func remaining(_ demand: LimitDemand) -> RemainingLimits {
        RemainingLimits(claims, demand)
    }
}

// MARK: - One call

extension LimitMeters {
    /// A call comes: what was due before it ends first.
    @inline(__always)
    package mutating func begin(at now: Int64) {
        if !claims.isEmpty { claims.removeAll() }
        if grants.count > 0 { endDue(at: now) }
        if pool.count > 0 { pool.sweep(at: now) }
    }

    /// A scope limits the call: notes how it stands.
    ///
    /// - Parameters:
    ///   - claim: The limits that hold.
    ///   - scope: Whom they bind.
    ///   - entity: The row whose spend they are about, where the scope itself does not say it.
    ///   - demand: What the call will take.
    package mutating func enter(
        _ claim: LimitClaim,
        of scope: LimitScope,
        paidBy entity: SpendEntity? = nil,
        _ demand: LimitDemand
    ) {
        var claim = claim
        let now = demand.now
        claim.place = pool.find(scope)
        claim.standing = standing(of: claim, now: now)
        // Almost always nothing is due, and nothing was: that must cost nothing.
        if resets.count > 0 || claim.resetsAt.map({ $0 <= now.wall }) ?? false,
            claim.maxBudget != nil || claim.softBudget != nil,
            let payer = entity ?? scope.payer
        {
            claim.standing.money.overdue = overdue(payer, claim, now: now.wall)
        }
        claims.append(claim, of: scope, demand)
    }

    private func standing(of claim: LimitClaim, now: Moment) -> LimitStanding {
        let time = now.monotonicNanoseconds
        var standing = LimitStanding()
        standing.money = Reservations(spend: claim.spend)
        standing.resetsAt = claim.resetsAt.flatMap { $0 > now.wall ? $0 : nil }
        guard let place = claim.place else {
            standing.requests = pool.usedUnmetered(at: time)
            standing.tokens = standing.requests
            return standing
        }
        if claim.kind.isOfModel {
            standing.money = Reservations(spend: pool[place].spent(at: time))
            standing.resetsAt = end(ofPeriodAt: place, now: now)
        }
        standing.money.reserve(pool[place].reserved)
        standing.slots = pool[place].slots.taken
        if claim.rates.requestsPerMinute != nil {
            standing.requests = pool.used(.requests, of: place, at: time)
        }
        if claim.rates.tokensPerMinute != nil {
            standing.tokens = pool.used(.tokens, of: place, at: time)
        }
        return standing
    }

    private func end(ofPeriodAt place: Int, now: Moment) -> Timestamp? {
        let until = pool[place].spentUntil
        guard until != .max, until > now.monotonicNanoseconds else { return nil }
        return now.wall + .nanoseconds(until - now.monotonicNanoseconds)
    }

    /// The spend of a period that is over, while the row still has it.
    private mutating func overdue(
        _ entity: SpendEntity,
        _ claim: LimitClaim,
        now: Timestamp
    ) -> Money {
        let action = resets.look(
            at: entity,
            spend: claim.spend,
            mayCountTwice: mayCountTwice,
            resetAt: claim.resetsAt,
            now: now
        )
        return switch action {
        case .none: .zero
        case .remember(let amount), .leaveOut(let amount): amount
        }
    }

    /// Whether the call may be let in later, though nobody changes a limit.
    package func mayHaveRoomLater(_ demand: LimitDemand) -> Bool {
        claims.list.allSatisfy { $0.mayHaveRoomLater(for: demand) }
    }

    /// How long until every scope has room for the call, if no call under way ends; nil where that
    /// is never, or as long as those hold their slots.
    package func retryAfter(_ demand: LimitDemand) -> Duration? {
        var longest = Duration.zero
        for claim in claims.list {
            guard claim.verdict(estimate: demand.cost).passes,
                let wait = retryAfter(demand, of: claim)
            else { return nil }
            longest = max(longest, wait)
        }
        return longest
    }

    /// How long until one claim's rates have room for the call; nil where that is never, or as long
    /// as calls under way hold their slots.
    package func retryAfter(_ demand: LimitDemand, of claim: LimitClaim) -> Duration? {
        let now = demand.now.monotonicNanoseconds
        var longest = Duration.zero
        if let limit = claim.rates.parallelRequests, claim.standing.slots >= limit { return nil }
        if let limit = claim.rates.requestsPerMinute {
            guard let wait = wait(1, limit, .requests, claim, now) else { return nil }
            longest = max(longest, wait)
        }
        if let limit = claim.rates.tokensPerMinute {
            guard let wait = wait(demand.tokens ?? 0, limit, .tokens, claim, now) else {
                return nil
            }
            longest = max(longest, wait)
        }
        return longest
    }

    private func wait(
        _ count: Int64,
        _ limit: Int64,
        _ window: ScopeMeter.Window,
        _ claim: LimitClaim,
        _ now: Int64
    ) -> Duration? {
        pool.retryAfter(count, limit: limit, in: window, of: claim.place, at: now)
    }

    /// Counts a call that a rate has refused, as the proxy does: its request alone.
    package mutating func countRefused(_ demand: LimitDemand) {
        let now = demand.now.monotonicNanoseconds
        for index in claims.list.indices where claims.list[index].rates.requestsPerMinute != nil {
            let place = pool.place(of: claims.scopes[index])
            // How long to wait is asked next, and has to see this count.
            claims.setMeter(place, of: index)
            _ = pool.count(1, in: .requests, of: place, at: now)
        }
    }

    /// Takes from every claim what the call asks; each has said before that it has room.
    ///
    /// - Parameters:
    ///   - demand: What the call asks.
    ///   - grant: What holds it until the call is over; nil where it leaves nothing to be given
    ///     back.
    package mutating func take(_ demand: LimitDemand, _ grant: NewGrant?) {
        let now = demand.now.monotonicNanoseconds
        var charges: [GrantCharge<LimitScope>] = []
        if grant != nil { charges.reserveCapacity(claims.list.count) }
        for index in claims.list.indices {
            let rates = claims.list[index].rates
            let limitsMoney = claims.list[index].maxBudget != nil
            guard rates.isLimiting || limitsMoney && grant != nil else { continue }
            let place = claims.list[index].place ?? pool.place(of: claims.scopes[index])
            let bucket = count(demand, rates, at: place, now)
            guard grant != nil else { continue }
            var charge = GrantCharge(claims.scopes[index])
            charge.tokens = bucket
            charge.reservesMoney = limitsMoney && demand.cost != nil
            charge.holdsSlot = rates.parallelRequests != nil
            hold(charge, cost: demand.cost, at: place)
            charges.append(charge)
        }
        guard let grant else { return }
        let isTaken = grants.take(grant.grant(charges, demand))
        precondition(isTaken, "there was room for the grant, and its id was new")
    }

    /// - Returns: where tokens were counted, if they were.
    private mutating func count(
        _ demand: LimitDemand,
        _ rates: RateTerms,
        at place: Int,
        _ now: Int64
    ) -> RateBucket? {
        if rates.requestsPerMinute != nil { _ = pool.count(1, in: .requests, of: place, at: now) }
        guard rates.tokensPerMinute != nil else { return nil }
        return pool.count(demand.tokens ?? 0, in: .tokens, of: place, at: now)
    }

    private mutating func hold(_ charge: GrantCharge<LimitScope>, cost: Money?, at place: Int) {
        if charge.reservesMoney, let cost { pool[place].reserve(cost) }
        if charge.holdsSlot { pool[place].slots.take() }
    }
}
