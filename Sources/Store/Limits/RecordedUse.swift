/// Which meters an event counts on, beside its money: found by the rows of who pays for it.
package struct RecordedUse: Equatable, Sendable {
    /// Scopes that limit tokens; for an event whose grant does not say where they count.
    var tokenScopes: [LimitScope] = []
    /// Models of rows whose spend is limited.
    var modelSpends: [ModelSpend] = []
    var tokens: Int64 = 0
    var spend = Money.zero

    /// A model whose spend is counted here alone, and for how long.
    struct ModelSpend: Equatable, Sendable {
        var scope: LimitScope
        var period: KeyLifetime?
    }
}
