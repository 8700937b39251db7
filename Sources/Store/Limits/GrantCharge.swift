/// What one scope gave to a grant.
package struct GrantCharge<Scope: Hashable & Sendable>: Equatable, Sendable {
    package var scope: Scope
    /// Whether the estimated cost is reserved here.
    package var reservesMoney = false
    /// Where the estimated tokens are counted; nil where none are.
    package var tokens: RateBucket?
    /// Whether a slot for parallel calls is taken here.
    package var holdsSlot = false

    package init(_ scope: Scope) {
        self.scope = scope
    }
}
