import Store
import Testing

@Suite struct DueResetTests {
    private static func dollars(_ amount: Double) -> Money { Money(dollars: amount) ?? .zero }

    @Test func `without a time of reset nothing is ever left out`() {
        let resets = ResetBench()
        for now: Int64 in [0, 1_000, .max] {
            #expect(resets.look(spend: 9, resetAt: nil, now: now) == .none)
        }
        #expect(resets.count == 0)
    }

    @Test func `a reset is due from its very millisecond on`() {
        let resets = ResetBench()
        #expect(resets.look(spend: 9, resetAt: 1_000, now: 999) == .none)
        let due = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        #expect(due == .remember(Self.dollars(9)))
    }

    @Test func `what is spent after the reset counts`() {
        let resets = ResetBench()
        _ = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        for spend in [9.0, 12, 500] {
            let action = resets.look(spend: spend, resetAt: 1_000, now: 5_000)
            #expect(action == .leaveOut(Self.dollars(9)))
        }
    }

    @Test func `no more is left out than there is`() {
        let resets = ResetBench()
        _ = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        let action = resets.look(spend: 2, resetAt: 1_000, now: 5_000)
        #expect(action == .leaveOut(Self.dollars(2)))
    }

    @Test func `the written reset ends it`() {
        let resets = ResetBench()
        _ = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        #expect(resets.look(spend: 1, resetAt: 9_000, now: 5_000) == .forget)
        #expect(resets.look(spend: 1, resetAt: 9_000, now: 5_000) == .none)
        #expect(resets.count == 0)
        let next = resets.look(spend: 4, resetAt: 9_000, now: 9_000)
        #expect(next == .remember(Self.dollars(4)))
    }

    @Test func `a reset that moves to another time in the past is another one`() {
        let resets = ResetBench()
        _ = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        let action = resets.look(spend: 3, resetAt: 2_000, now: 5_000)
        #expect(action == .remember(Self.dollars(3)))
    }

    @Test func `a time that is taken away ends it`() {
        let resets = ResetBench()
        _ = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        #expect(resets.look(spend: 9, resetAt: nil, now: 5_000) == .forget)
    }

    @Test func `a clock that is put back and forth remembers nothing twice`() {
        let resets = ResetBench()
        _ = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        #expect(resets.look(spend: 12, resetAt: 1_000, now: 500) == .none)
        let again = resets.look(spend: 20, resetAt: 1_000, now: 1_500)
        #expect(again == .leaveOut(Self.dollars(9)))
    }

    @Test func `a restart leaves out the same`() {
        let resets = ResetBench()
        resets.restore(resetAt: 1_000, spend: 9)
        let action = resets.look(spend: 30, resetAt: 1_000, now: 5_000)
        #expect(action == .leaveOut(Self.dollars(9)))
    }

    @Test func `a spend that is no number leaves out nothing`() {
        let resets = ResetBench()
        #expect(resets.look(spend: .nan, resetAt: 1_000, now: 5_000) == .none)
        #expect(resets.count == 0)
    }

    @Test func `entities do not mix`() {
        let resets = ResetBench()
        _ = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        let other = resets.look("user", spend: 3, resetAt: 1_000, now: 2_000)
        #expect(other == .remember(Self.dollars(3)))
        #expect(resets.forget("team"))
        #expect(!resets.forget("team"))
        #expect(resets.count == 1)
    }
}

/// Resets that can be looked at within an expectation, which copies no mutating call.
private final class ResetBench {
    private var resets = DueReset<String>()

    var count: Int { resets.count }

    func look(
        _ entity: String = "team",
        spend: Double,
        resetAt: Int64?,
        now: Int64
    ) -> DueReset<String>.Action {
        resets.look(
            at: entity,
            spend: Money(dollars: spend),
            resetAt: resetAt.map(Timestamp.init(milliseconds:)),
            now: Timestamp(milliseconds: now)
        )
    }

    func restore(resetAt: Int64, spend: Double) {
        let amount = Money(dollars: spend) ?? .zero
        resets.restore("team", resetAt: Timestamp(milliseconds: resetAt), amount: amount)
    }

    func forget(_ entity: String) -> Bool { resets.forget(entity) }
}
