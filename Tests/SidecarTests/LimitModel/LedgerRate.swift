import Store

/// Rates that bind a call.
struct LedgerRate: Sendable {
    var name: String
    var scope: LedgerScope
    var terms: RateTerms
}
