import Store
import Testing

@Suite struct SpendChargesTests {
    private let key = Sample.token(1)

    @Test func `events add up by row, whoever names it`() {
        let charges = SpendCharges([
            Sample.event(3, key: key, team: "t", user: "u"),
            Sample.event(4, key: Sample.token(2), team: "t", endUser: "e"),
            Sample.event(-1, key: key),
        ])
        #expect(
            charges
                == Sample.charges([
                    .key(key): 2, .key(Sample.token(2)): 4, .team("t"): 7, .user("u"): 3,
                    .teamMember(MembershipID(userID: "u", groupID: "t")): 3, .endUser("e"): 4,
                ])
        )
        #expect(Set(charges.entities).count == 6)
    }

    @Test func `sums do not depend on how events are grouped`() {
        let first = Sample.event(3, key: key, team: "t")
        let second = Sample.event(5, key: key, user: "u")
        #expect(SpendCharges([first]) + SpendCharges([second]) == SpendCharges([first, second]))
        #expect(SpendCharges().isEmpty)
    }

    @Test func `an event without spend books on nothing`() {
        #expect(SpendCharges([Sample.event(0, key: key, team: "t")]).isEmpty)
    }

    @Test func `a retry for the log row alone books nothing`() {
        let event = Sample.event(3, key: key)
        let logRow = JournalRecord.event(event, retry: SpendRetry(of: 1, parts: .logRow))
        let everything = JournalRecord.event(event, retry: SpendRetry(of: 1, parts: .everything))
        #expect(SpendCharges(logRow).isEmpty)
        #expect(SpendCharges(everything) == SpendCharges([event]))
        #expect(SpendCharges(.event(event, retry: nil)) == SpendCharges([event]))
    }

    @Test func `decisions and moves book nothing`() {
        let decision = AsideDecision(sequence: 1, parts: .everything, reason: "r")
        #expect(SpendCharges(.setAside(decision)).isEmpty)
        #expect(SpendCharges(.keyMoved(from: key, to: Sample.token(2))).isEmpty)
    }
}
