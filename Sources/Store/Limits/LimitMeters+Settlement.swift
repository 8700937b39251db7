/// Events that are appended to the journal: what a call held becomes what it used, in one step.
extension LimitMeters {
    /// What an id stands for, by now.
    package mutating func look(
        _ id: GrantID,
        by owner: UInt32,
        at now: Int64
    ) -> GrantAnswer<LimitScope> {
        endDue(at: now)
        return grants.look(id, by: owner)
    }

    /// Settles a grant, if there is one, and counts what the call used.
    ///
    /// A grant that is settled already, or somebody else's, leaves everything as it was.
    mutating func settle(
        _ settlement: inout Settlement,
        by owner: UInt32,
        payload: UInt128,
        now: Moment
    ) {
        let time = now.monotonicNanoseconds
        endDue(at: time)
        guard let id = settlement.grant else { return count(&settlement, now: now) }
        let receipt = GrantReceipt(payload: payload)
        let answer = grants.settle(id, by: owner, receipt: receipt)
        settlement.answer = answer
        switch answer {
        case .open(let grant):
            free(grant)
            correct(grant, &settlement, at: time)
            spendModels(settlement.use, now: now)
        case .over(let grant):
            correct(grant, &settlement, at: time)
            spendModels(settlement.use, now: now)
        case .unknown: count(&settlement, now: now)
        case .settled, .refused: break
        }
    }

    /// The record was written under this number.
    package mutating func confirm(_ id: GrantID, sequence: Int64) {
        grants.confirmSettlement(id, sequence: sequence)
    }

    /// The record could not be kept: the call holds again what it held.
    mutating func undo(_ settlement: Settlement, at now: Int64) {
        if let id = settlement.grant, let answer = settlement.answer {
            grants.undoSettlement(id, answered: answer)
            switch answer {
            case .open(let grant): hold(grant)
            case .over, .unknown: break
            case .settled, .refused: return
            }
        }
        for counted in settlement.tokens { undo(counted, at: now) }
        for model in settlement.use.modelSpends {
            guard let place = pool.find(model.scope) else { continue }
            pool.takeBack(settlement.use.spend, of: place)
        }
        endDue(at: now)
    }

    private mutating func count(_ settlement: inout Settlement, now: Moment) {
        if settlement.use.tokens > 0 {
            for scope in settlement.use.tokenScopes {
                count(settlement.use.tokens, scope, &settlement, at: now.monotonicNanoseconds)
            }
        }
        spendModels(settlement.use, now: now)
    }

    private mutating func count(
        _ tokens: Int64,
        _ scope: LimitScope,
        _ settlement: inout Settlement,
        at now: Int64
    ) {
        let bucket = pool.count(tokens, in: .tokens, of: pool.place(of: scope), at: now)
        settlement.tokens.append(.init(scope: scope, count: tokens, bucket: bucket))
    }

    /// Gives estimated tokens back that were not used, or counts more: where the call took any.
    private mutating func correct(
        _ grant: Grant<LimitScope>,
        _ settlement: inout Settlement,
        at now: Int64
    ) {
        let difference = settlement.use.tokens - grant.estimatedTokens
        guard difference != 0 else { return }
        for charge in grant.charges {
            guard let bucket = charge.tokens else { continue }
            guard difference < 0 else {
                count(difference, charge.scope, &settlement, at: now)
                continue
            }
            guard let place = pool.find(charge.scope) else { continue }
            let count = pool.credit(-difference, to: bucket, of: place, at: now)
            // What had left the minute was not given back, so nobody may count it again.
            guard count > 0 else { continue }
            let given = Settlement.Tokens(scope: charge.scope, count: -count, bucket: bucket)
            settlement.tokens.append(given)
        }
    }

    /// What was given back is counted again, now: where it was it may have left the window.
    private mutating func undo(_ counted: Settlement.Tokens, at now: Int64) {
        if counted.count < 0 {
            let place = pool.place(of: counted.scope)
            _ = pool.count(-counted.count, in: .tokens, of: place, at: now)
        } else if let place = pool.find(counted.scope) {
            pool.credit(counted.count, to: counted.bucket, of: place, at: now)
        }
    }

    private mutating func spendModels(_ use: RecordedUse, now: Moment) {
        guard use.spend != .zero else { return }
        for model in use.modelSpends {
            let place = pool.place(of: model.scope)
            let end = Self.end(of: model.period, from: now)
            pool.spend(use.spend, until: end, of: place, at: now.monotonicNanoseconds)
        }
    }

    /// On the clock that never goes back; `.max` for what never ends.
    private static func end(of period: KeyLifetime?, from now: Moment) -> Int64 {
        guard let end = period?.end(from: now.wall) else { return .max }
        let milliseconds = end.milliseconds - now.wall.milliseconds
        guard milliseconds < 9_000_000_000_000 else { return .max }
        return now.monotonicNanoseconds + milliseconds * 1_000_000
    }
}
