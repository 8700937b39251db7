/// The money of one scope: what was spent, and what calls under way have set aside.
package struct Reservations: Equatable, Sendable {
    /// The row and the journal; nil where the row holds no finite number.
    package var spend: Money?
    /// Estimates of calls under way; never negative.
    package private(set) var reserved = Money.zero
    /// The spend of a period that is over, while the row still has it.
    package var overdue = Money.zero

    package init(spend: Money?) {
        self.spend = spend
    }

    /// What was spent in this period, without estimates; nil where the row's spend is no number.
    package var spent: Money? { spend.map { max($0 - overdue, .zero) } }

    /// What counts against the limit; nil where the row's spend is no number.
    package var used: Money? { spent.map { $0 + reserved } }

    /// Sets an estimate aside; a negative one sets nothing aside.
    package mutating func reserve(_ estimate: Money) {
        reserved = min(reserved + max(estimate, .zero).bounded, .greatest)
    }

    /// Gives an estimate back.
    package mutating func free(_ estimate: Money) {
        reserved = max(reserved - max(estimate, .zero).bounded, .zero)
    }
}

extension Money {
    /// Sums of a few such amounts cannot leave the range of the type.
    fileprivate var bounded: Money {
        min(max(self, .zero - .greatest), .greatest)
    }
}
