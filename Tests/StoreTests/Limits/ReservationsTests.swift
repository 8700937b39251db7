import Store
import Testing

@Suite struct ReservationsTests {
    private static func money(_ dollars: Double) -> Money { Money(dollars: dollars) ?? .zero }

    private static func reservations(
        spend: Double,
        reserved: Double = 0,
        overdue: Double = 0
    ) -> Reservations {
        var value = Reservations(spend: money(spend))
        value.overdue = money(overdue)
        value.reserve(money(reserved))
        return value
    }

    private static func passes(
        _ scope: BudgetScope,
        _ value: Reservations,
        max: Double?,
        estimate: Double? = nil
    ) -> Bool {
        let now = Timestamp(milliseconds: 0)
        let limit = BudgetRules.limit(of: scope, max: max.flatMap(Money.init(dollars:)), now: now)
        let estimate = estimate.map(money)
        return BudgetRules.verdict(scope, value, limit: limit, estimate: estimate).passes
    }

    @Test(arguments: [
        (BudgetScope.key, false), (.keyModel, false), (.userModel, false), (.team, true),
        (.organization, false), (.user, false), (.teamMember, false),
        (.organizationMember, false), (.endUser, true), (.global, true), (.teamModel, false),
        (.teamMemberModel, false), (.endUserModel, false),
    ])
    func `at the limit, each scope says what the proxy says`(scope: BudgetScope, passes: Bool) {
        #expect(Self.passes(scope, Self.reservations(spend: 9.999_999_999_999), max: 10))
        #expect(Self.passes(scope, Self.reservations(spend: 10), max: 10) == passes)
        #expect(!Self.passes(scope, Self.reservations(spend: 10.000_000_000_001), max: 10))
    }

    @Test(arguments: BudgetScope.allCases)
    func `an estimate must fit to the last unit`(scope: BudgetScope) {
        let value = Self.reservations(spend: 7, reserved: 2)
        #expect(value.used == Self.money(9))
        #expect(Self.passes(scope, value, max: 10, estimate: 1))
        #expect(!Self.passes(scope, value, max: 10, estimate: 1.000_000_000_001))
        #expect(Self.passes(scope, value, max: 10))
    }

    @Test func `an estimate of nothing does not pass a comparison that fails`() {
        #expect(!Self.passes(.key, Self.reservations(spend: 10), max: 10, estimate: 0))
        #expect(!Self.passes(.key, Self.reservations(spend: 10), max: 10, estimate: -5))
        #expect(Self.passes(.team, Self.reservations(spend: 10), max: 10, estimate: 0))
    }

    @Test(arguments: BudgetScope.allCases)
    func `no number, and no limit, are none`(scope: BudgetScope) {
        let value = Self.reservations(spend: 1e20)
        for max in [nil, Double.nan, .infinity, -.infinity] as [Double?] {
            #expect(Self.passes(scope, value, max: max, estimate: 1e20))
        }
    }

    @Test(arguments: BudgetScope.allCases)
    func `a spend that is no number passes no limit`(scope: BudgetScope) {
        let value = Reservations(spend: Money(dollars: .nan))
        #expect(!Self.passes(scope, value, max: 10))
        #expect(Self.passes(scope, value, max: nil))
        #expect(
            BudgetRules.verdict(scope, value, limit: Self.money(10), estimate: nil)
                == .unverifiable(limit: Self.money(10))
        )
    }

    @Test(arguments: BudgetScope.allCases)
    func `zero stays zero`(scope: BudgetScope) {
        let isNone = scope == .global
        let value = Self.reservations(spend: 0)
        #expect(Self.passes(scope, value, max: 0) == (isNone || scope.passesAtLimit))
        #expect(Self.passes(scope, value, max: 0, estimate: 0.01) == isNone)
        #expect(Self.passes(scope, Self.reservations(spend: 0.01), max: 0) == isNone)
    }

    @Test func `less than zero is no limit of a model or of the proxy`() {
        let value = Self.reservations(spend: 1)
        for scope in BudgetScope.allCases {
            let isNone =
                [.global, .keyModel, .userModel, .teamModel, .teamMemberModel, .endUserModel]
                .contains(scope)
            #expect(Self.passes(scope, value, max: -1) == isNone, "\(scope)")
        }
    }

    @Test(arguments: [(999, 15.0), (1_000, 10), (1_001, 10)])
    func `an increase holds until its end`(now: Int64, limit: Double) {
        let found = BudgetRules.limit(
            of: .key,
            max: Self.money(10),
            increase: Self.money(5),
            increaseEnds: Timestamp(milliseconds: 1_000),
            now: Timestamp(milliseconds: now)
        )
        #expect(found == Self.money(limit))
    }

    @Test func `an increase needs an end, and a limit that it increases`() {
        let now = Timestamp(milliseconds: 0)
        let five = Self.money(5)
        #expect(BudgetRules.limit(of: .key, max: five, increase: five, now: now) == five)
        let later = Timestamp(milliseconds: 1)
        #expect(
            BudgetRules.limit(of: .key, max: nil, increase: five, increaseEnds: later, now: now)
                == nil
        )
    }

    @Test func `a soft budget warns when it is reached, by what was spent`() {
        func warns(_ scope: BudgetScope, _ spend: Double, _ soft: Double?) -> Bool {
            let value = Self.reservations(spend: spend, reserved: 100)
            let soft = soft.flatMap(Money.init(dollars:))
            return BudgetRules.isSoftBudgetReached(scope, value, softBudget: soft)
        }
        #expect(warns(.key, 5, 5))
        #expect(!warns(.key, 4.99, 5))
        #expect(!warns(.key, 4, nil))
        #expect(!warns(.key, 4, 0))
        #expect(warns(.team, 4, 0))
        #expect(!warns(.team, 4, .nan))
        let unknown = Reservations(spend: nil)
        #expect(!BudgetRules.isSoftBudgetReached(.key, unknown, softBudget: Self.money(1)))
    }

    @Test func `never less than nothing is reserved`() {
        var value = Self.reservations(spend: 1, reserved: 1)
        value.free(Self.money(2))
        value.free(Self.money(-5))
        value.reserve(Self.money(-5))
        #expect(value.reserved == .zero)
        #expect(value.used == Self.money(1))
    }

    @Test func `the spend of a period that is over is left out, and no more`() {
        #expect(Self.reservations(spend: 10, overdue: 9).used == Self.money(1))
        #expect(Self.reservations(spend: 9, reserved: 2, overdue: 99).used == Self.money(2))
        #expect(Self.passes(.key, Self.reservations(spend: 10, overdue: 10), max: 10))
    }

    @Test func `amounts beyond all measure do not end the program`() {
        var value = Reservations(spend: .greatest)
        let most = Money(picodollars: .max)
        for _ in 0..<300 { value.reserve(most) }
        #expect(!Self.passes(.key, value, max: 1e24, estimate: 1e24))
        #expect(
            !BudgetRules.verdict(.key, value, limit: .greatest, estimate: most).passes
        )
    }

    @Test func `a verdict tells what is used`() {
        let value = Self.reservations(spend: 4, reserved: 2)
        let verdict = BudgetRules.verdict(.key, value, limit: Self.money(10), estimate: nil)
        #expect(verdict == .within(used: Self.money(6), limit: Self.money(10)))
    }
}
