/// The money of one scope: what its row says, and what the row does not know yet.
package struct Reservations: Equatable, Sendable {
    /// The row's column; nil where it holds no finite number.
    package var spend: Money?
    /// Journaled, but not in the row yet.
    package var pending = Money.zero
    /// Estimates of calls under way; never negative.
    package private(set) var reserved = Money.zero
    /// The spend of a period that is over, while the row still has it.
    package var overdue = Money.zero

    package init(spend: Money?) {
        self.spend = spend
    }

    /// What was spent in this period, without estimates; nil where the row's spend is no number.
    package var spent: Money? { spend.map { max($0 + pending - overdue, .zero) } }

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

    /// Swaps an estimate for what the call cost.
    package mutating func settle(_ estimate: Money, actual: Money) {
        free(estimate)
        pending = (pending + actual.bounded).bounded
    }

    /// Takes a settlement back whose record could not be kept.
    package mutating func unsettle(_ estimate: Money, actual: Money) {
        pending = (pending - actual.bounded).bounded
        reserve(estimate)
    }
}

extension Money {
    /// Sums of a few such amounts cannot leave the range of the type.
    fileprivate var bounded: Money {
        min(max(self, .zero - .greatest), .greatest)
    }
}
