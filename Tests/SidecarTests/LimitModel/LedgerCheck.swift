import Store
import Wire

/// One check of a call: what it is about, and what may come of it.
struct LedgerCheck: Sendable {
    enum Outcome: Sendable {
        case passes, fails
        /// The resolution of a window allows both.
        case open

        init(fails least: Bool, most: Bool) {
            self = least ? .fails : most ? .open : .passes
        }
    }

    var name: String
    var scope: LedgerScope
    var kind: WireError.Kind
    var outcome: Outcome
    /// Of a budget: limit, and the least and most that is used of it; nil where that is no number.
    var limit: Money?
    var spent: ClosedRange<Money>?
    /// Of a rate: its limit and the least and most that may be used of it.
    var rate: Int64?
    var used: ClosedRange<Int128>?
    /// Whether this is refused however long one waits.
    var isLasting = false
}
