import Testing
import Wire

@testable import Sidecar
@testable import Store

/// Grants from the call that takes them to the event that settles them.
struct GrantSettlementTests {
    private static let estimate: [(String, JSON)] = [
        ("estimated_cost", .number("0.50")), ("estimated_tokens", 500),
    ]

    private func desk() -> LimitDesk {
        LimitDesk {
            $0.budget.maxBudget = cents(100)
            $0.rates.tokensPerMinute = 1_000
            $0.rates.parallelRequests = 10
        }
    }

    private func event(_ cost: Money, tokens: Int32) -> SpendEvent {
        let moment = Timestamp(milliseconds: 1_800_000_000_000)
        var log = SpendLogEntry(requestID: "r", startTime: moment, endTime: moment)
        log.totalTokens = tokens
        return SpendEvent(
            identity: SpendIdentity(token: LimitDesk.token.hex),
            spend: cost,
            log: log
        )
    }

    /// What the next call is told is left, itself not counted: dollars, tokens and slots.
    private func left(_ desk: LimitDesk) throws -> [JSON?] {
        let answer = try desk.ask([("grant_ttl_ms", 60_000)]).get()
        let grant = try #require(answer["grant"]?.string.flatMap(GrantID.init))
        _ = desk.accounts.release(grant, by: LimitDesk.owner)
        return [
            answer["budget"]?["remaining"], answer["limits"]?["tokens_remaining"],
            answer["limits"]?["parallel_remaining"],
        ]
    }

    @Test func `a settlement swaps what was held for what was used`() throws {
        let desk = desk()
        let grant = try #require(try desk.grant(Self.estimate))
        #expect(try left(desk) == [.double(0.5), 500, 8])
        let settlement = desk.accounts.append(
            event(cents(20), tokens: 300),
            settling: grant,
            by: LimitDesk.owner
        )
        #expect(try left(desk) == [.double(0.8), 700, 9])
        #expect(settlement.charges.amounts == [.key(LimitDesk.token): cents(20)])
    }

    @Test func `what was used beyond the estimate is counted`() throws {
        let desk = desk()
        let grant = try #require(try desk.grant(Self.estimate))
        _ = desk.accounts.append(
            event(cents(70), tokens: 900),
            settling: grant,
            by: LimitDesk.owner
        )
        #expect(try left(desk) == [.double(0.3), 100, 9])
    }

    @Test func `a settlement that could not be kept leaves all as it was`() throws {
        let desk = desk()
        let grant = try #require(try desk.grant(Self.estimate))
        for tokens in [300, 700] as [Int32] {
            let settlement = desk.accounts.append(
                event(cents(20), tokens: tokens),
                settling: grant,
                by: LimitDesk.owner
            )
            desk.accounts.undo(settlement)
            #expect(try left(desk) == [.double(0.5), 500, 8])
        }
        guard case .open = desk.accounts.look(at: grant, by: LimitDesk.owner) else {
            Issue.record("the grant is open again")
            return
        }
    }

    @Test func `a second settlement is told the first one's receipt, and books nothing`() throws {
        let desk = desk()
        let grant = try #require(try desk.grant(Self.estimate))
        let first = desk.accounts.append(
            event(cents(20), tokens: 300),
            settling: grant,
            by: LimitDesk.owner,
            payload: 7
        )
        let underWay = GrantReceipt(sequence: nil, payload: 7)
        #expect(
            desk.accounts.look(at: grant, by: LimitDesk.owner) == .settled(receipt: underWay)
        )
        desk.accounts.confirm(first, sequence: 123)
        let receipt = GrantReceipt(sequence: 123, payload: 7)
        #expect(desk.accounts.look(at: grant, by: LimitDesk.owner) == .settled(receipt: receipt))
        #expect(desk.accounts.release(grant, by: LimitDesk.owner) == .settled(receipt: receipt))
    }

    @Test func `after a release tokens are corrected, and money is booked once`() throws {
        let desk = desk()
        let grant = try #require(try desk.grant(Self.estimate))
        _ = desk.accounts.release(grant, by: LimitDesk.owner)
        #expect(try left(desk) == [1, 500, 9])
        _ = desk.accounts.append(
            event(cents(20), tokens: 300),
            settling: grant,
            by: LimitDesk.owner
        )
        #expect(try left(desk) == [.double(0.8), 700, 9])
    }

    @Test func `a grant that nobody knows is booked by what its id says`() throws {
        let desk = desk()
        let stranger = try #require(
            GrantID(token: LimitDesk.token, endUserID: "e1", secret: GrantSecret(1, 2))
        )
        #expect(desk.accounts.look(at: stranger, by: LimitDesk.owner) == .unknown)
        _ = desk.accounts.append(
            event(cents(20), tokens: 300),
            settling: stranger,
            by: LimitDesk.owner
        )
        #expect(try left(desk) == [.double(0.8), 700, 9])
    }

    @Test func `an event without a grant counts its tokens where they are limited`() throws {
        let desk = desk()
        let settlement = desk.accounts.append(event(cents(20), tokens: 300), by: LimitDesk.owner)
        #expect(try left(desk) == [.double(0.8), 700, 9])
        desk.accounts.undo(settlement)
        #expect(try left(desk) == [1, 1_000, 9])
    }

    @Test func `another user's process may not settle, release or renew`() throws {
        let desk = desk()
        let grant = try #require(try desk.grant(Self.estimate))
        #expect(desk.accounts.look(at: grant, by: 7) == .refused)
        #expect(desk.accounts.release(grant, by: 7) == .refused)
        #expect(desk.accounts.renew(grant, by: 7, for: .seconds(1)) == .refused)
        #expect(try left(desk) == [.double(0.5), 500, 8])
    }

    @Test func `a model's budget counts what was spent on it`() throws {
        let desk = LimitDesk {
            var limit = ModelLimit()
            limit.budget.maxBudget = cents(50)
            limit.budget.duration = "1d"
            $0.modelLimits["m"] = limit
        }
        var spent = event(cents(49), tokens: 1)
        spent.log.model = "m"
        _ = desk.accounts.append(spent, by: LimitDesk.owner)
        #expect(try desk.ask([("model", "m")]).get()["budget"]?["remaining"] == .double(0.01))
        spent.spend = cents(1)
        let last = desk.accounts.append(spent, by: LimitDesk.owner)
        let refused = try desk.ask([("model", "openai/m")])
        #expect(refused.error?.kind == .budgetExceeded)
        #expect(refused.error?.context.model == "m")
        #expect(refused.error?.context.resetsAt != nil)
        #expect(try desk.ask([("model", "other")]).error == nil)
        desk.accounts.undo(last)
        #expect(try desk.ask([("model", "m")]).error == nil)
    }

    @Test func `what a fallback has cost is charged to the model that was used, not to both`()
        throws
    {
        let desk = LimitDesk {
            var limit = ModelLimit()
            limit.budget.maxBudget = cents(50)
            $0.modelLimits["large"] = limit
            $0.modelLimits["small"] = limit
        }
        func left(_ model: String) throws -> JSON? {
            try desk.ask([("model", .string(model))]).get()["budget"]?["remaining"]
        }
        func settle(_ asked: String, servedBy model: String) throws {
            let grant = try desk.grant([
                ("model", .string(asked)), ("estimated_cost", .number("0.01")),
            ])
            var spent = event(cents(10), tokens: 1)
            spent.log.model = model
            _ = desk.accounts.append(spent, settling: grant, by: LimitDesk.owner)
        }
        try settle("large", servedBy: "openai/small")
        #expect(try [left("large"), left("small")] == [.double(0.5), .double(0.4)])
        try settle("large,small", servedBy: "small")
        #expect(try [left("large"), left("small")] == [.double(0.5), .double(0.3)])
        // By a name that no budget knows the money was spent all the same.
        try settle("large", servedBy: "azure/deployment-7")
        #expect(try [left("large"), left("small")] == [.double(0.4), .double(0.3)])
    }

    @Test func `what a key holds and has used moves along with its hash`() throws {
        let desk = desk()
        let grant = try #require(try desk.grant(Self.estimate))
        let new = TokenHash(ofKey: "sk-rotated-0123456789")
        let held = desk.accounts.update { cache, _ in
            _ = cache.moveKey(KeyMove(from: LimitDesk.token, to: new))
            return cache.limitMeters.grants.charges(of: grant).map(\.scope)
        }
        #expect(held == [.key(new)])
        #expect(try left(desk) == [1, 1_000, 9], "the old hash holds nothing any more")
        _ = desk.accounts.release(grant, by: LimitDesk.owner)
        #expect(desk.accounts.update { cache, _ in cache.limitMeters.grantCount } == 0)
    }
}

extension Result where Failure == WireError {
    var error: WireError? {
        if case .failure(let error) = self { error } else { nil }
    }
}
