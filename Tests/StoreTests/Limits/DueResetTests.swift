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

    @Test func `a spend that falls was started again, and nothing is left out any more`() {
        let resets = ResetBench()
        _ = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        for spend in [2.0, 3, 12] {
            let action = resets.look(spend: spend, resetAt: 1_000, now: 5_000)
            #expect(action == .leaveOut(.zero))
        }
        resets.restore(resetAt: 1_000, spend: 9)
        let action = resets.look(spend: 12, resetAt: 1_000, now: 5_000)
        #expect(action == .leaveOut(.zero), "what was stored before knows nothing of it")
    }

    @Test func `less than what was journaled is a fall, though nobody had looked`() {
        let resets = ResetBench()
        _ = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        resets.add(15)
        let action = resets.look(spend: 15, resetAt: 9_000, now: 5_000)
        #expect(action == .leaveOut(.zero), "9 of 24 went off the row")
    }

    @Test func `spend that is taken back is no fall`() {
        let resets = ResetBench()
        _ = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        _ = resets.look(spend: 12, resetAt: 1_000, now: 2_000)
        resets.takeBack(3)
        let action = resets.look(spend: 9, resetAt: 1_000, now: 5_000)
        #expect(action == .leaveOut(Self.dollars(9)))
    }

    @Test func `when the end moves, what was left out is so until the row was read`() {
        let resets = ResetBench()
        _ = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        let held = resets.look(spend: 10, resetAt: 9_000, now: 5_000)
        #expect(held == .leaveOut(Self.dollars(9)))
        #expect(resets.forget("team"))
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

    @Test func `before it is known what was stored, nothing is left out`() {
        let resets = ResetBench()
        resets.awaitStored()
        #expect(resets.look(spend: 30, resetAt: 1_000, now: 5_000) == .none)
        resets.restore(resetAt: 1_000, spend: 9)
        resets.knowsStored()
        let action = resets.look(spend: 31, resetAt: 1_000, now: 5_000)
        #expect(action == .leaveOut(Self.dollars(9)))
    }

    @Test func `another database has stored amounts of its own`() {
        let resets = ResetBench()
        resets.awaitStored()
        resets.knowsStored()
        _ = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        resets.forgetAll()
        #expect(resets.count == 0 && resets.takeUnstored().isEmpty)
        #expect(resets.look(spend: 30, resetAt: 1_000, now: 5_000) == .none)
        resets.knowsStored()
        let action = resets.look(spend: 31, resetAt: 1_000, now: 5_000)
        #expect(action == .leaveOut(Self.dollars(30)))
    }

    @Test func `an amount is to be stored until it is, and the first one counts`() {
        let resets = ResetBench()
        _ = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        for _ in 0..<2 { #expect(resets.takeUnstored() == ["team": Self.dollars(9)]) }
        resets.restore(resetAt: 2_000, spend: 7)
        #expect(resets.takeUnstored().count == 1, "that is of another end")
        resets.restore(resetAt: 1_000, spend: 8)
        resets.restore(resetAt: 1_000, spend: 7)
        #expect(resets.takeUnstored().isEmpty)
        let action = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        #expect(action == .leaveOut(Self.dollars(8)))
    }

    @Test func `everything is looked through in turn`() {
        let resets = ResetBench()
        for name in ["a", "b", "c"] { _ = resets.look(name, spend: 1, resetAt: 1, now: 1) }
        let seen = resets.takeUnchecked(2) + resets.takeUnchecked(2)
        #expect(Set(seen) == ["a", "b", "c"] && seen.count == 3)
        #expect(resets.takeUnchecked(5).count == 3)
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

    @Test func `what a flush under way may count twice is not held against what is found later`() {
        let resets = ResetBench()
        _ = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
        _ = resets.look(spend: 11, mayCountTwice: true, resetAt: 1_000, now: 2_000)
        let action = resets.look(spend: 10, resetAt: 1_000, now: 3_000)
        #expect(action == .leaveOut(Self.dollars(9)))
    }

    @Test func `what was seen twice at first is corrected by a look that is sure`() {
        let resets = ResetBench()
        let first = resets.look(spend: 14, mayCountTwice: true, resetAt: 1_000, now: 1_000)
        #expect(first == .leaveOut(Self.dollars(14)))
        resets.add(3)
        let second = resets.look(spend: 17, mayCountTwice: true, resetAt: 1_000, now: 1_500)
        #expect(second == .leaveOut(Self.dollars(14)))
        #expect(resets.takeUnstored().isEmpty, "nobody else may take it over")
        for _ in 0..<2 {
            let sure = resets.look(spend: 12, resetAt: 1_000, now: 2_000)
            #expect(sure == .leaveOut(Self.dollars(9)))
        }
        #expect(resets.takeUnstored() == ["team": Self.dollars(9)])
        #expect(resets.look(spend: 3, resetAt: 1_000, now: 3_000) == .leaveOut(.zero))
    }

    @Test func `a reset before the first look that is sure leaves out nothing`() {
        let resets = ResetBench()
        _ = resets.look(spend: 14, mayCountTwice: true, resetAt: 1_000, now: 1_000)
        resets.add(3)
        #expect(resets.look(spend: 3, resetAt: 1_000, now: 2_000) == .leaveOut(.zero))
    }

    @Test func `what somebody else has stored counts for who was not sure`() {
        let resets = ResetBench()
        _ = resets.look(spend: 14, mayCountTwice: true, resetAt: 1_000, now: 1_000)
        resets.restore(resetAt: 1_000, spend: 10)
        let action = resets.look(spend: 11, resetAt: 1_000, now: 2_000)
        #expect(action == .leaveOut(Self.dollars(10)))
        #expect(resets.takeUnstored().isEmpty)
    }

    @Test func `a spend that is no number leaves out nothing`() {
        let resets = ResetBench()
        #expect(resets.look(spend: .nan, resetAt: 1_000, now: 5_000) == .none)
        #expect(resets.count == 0)
    }

    @Test func `what others had booked before the first look is found by the read that follows`() {
        let resets = ResetBench()
        _ = resets.look(spend: 1, resetAt: 1_000, now: 1_000)
        resets.awaitRead()
        #expect(resets.takeUnstored().isEmpty, "it may be too little")
        resets.add(3)
        resets.wasRead(spend: 12)
        #expect(resets.takeUnstored() == ["team": Self.dollars(9)])
        #expect(resets.look(spend: 12, resetAt: 1_000, now: 2_000) == .leaveOut(Self.dollars(9)))
        // Later ones say what was spent since.
        resets.wasRead(spend: 20)
        #expect(resets.look(spend: 20, resetAt: 1_000, now: 3_000) == .leaveOut(Self.dollars(9)))
    }

    @Test func `a read brings back nothing that was started again, nor what is stored`() {
        for isStored in [false, true] {
            let resets = ResetBench()
            _ = resets.look(spend: 9, resetAt: 1_000, now: 1_000)
            resets.awaitRead()
            if isStored {
                resets.restore(resetAt: 1_000, spend: 4)
            } else {
                _ = resets.look(spend: 2, resetAt: 1_000, now: 1_000)
            }
            resets.wasRead(spend: 10)
            let known = resets.amount(endedAt: 1_000)
            #expect(known == .init(amount: Self.dollars(isStored ? 4 : 0), isFirm: true))
            #expect(resets.amount(endedAt: 2_000) == nil)
        }
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
        mayCountTwice: Bool = false,
        resetAt: Int64?,
        now: Int64
    ) -> DueReset<String>.Action {
        resets.look(
            at: entity,
            spend: Money(dollars: spend),
            mayCountTwice: mayCountTwice,
            resetAt: resetAt.map(Timestamp.init(milliseconds:)),
            now: Timestamp(milliseconds: now)
        )
    }

    func awaitRead() { resets.awaitRead(of: "team") }

    func wasRead(spend: Double) { resets.wasRead("team", spend: Money(dollars: spend) ?? .zero) }

    func amount(endedAt end: Int64) -> DueReset<String>.Known? {
        resets.amount(of: "team", endedAt: Timestamp(milliseconds: end))
    }

    func awaitStored() { resets.awaitStored() }
    func knowsStored() { resets.knowsStored() }
    func forgetAll() { resets.forgetAll() }

    func restore(resetAt: Int64, spend: Double) {
        let resetAt = Timestamp(milliseconds: resetAt)
        resets.restore(.init("team", resetAt: resetAt, amount: Money(dollars: spend) ?? .zero))
    }

    func add(_ spend: Double) { resets.add(Money(dollars: spend) ?? .zero, to: "team") }

    func takeBack(_ spend: Double) {
        resets.takeBack(Money(dollars: spend) ?? .zero, from: "team")
    }

    func takeUnstored() -> [String: Money] {
        Dictionary(uniqueKeysWithValues: resets.takeUnstored(10).map { ($0.entity, $0.amount) })
    }

    func takeUnchecked(_ limit: Int) -> [String] { resets.takeUnchecked(limit) }

    func forget(_ entity: String) -> Bool { resets.forget(entity) }
}
