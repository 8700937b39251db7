/// What was done when an event was appended to the journal, so that it can be undone.
package struct Settlement: Equatable, Sendable {
    /// The money that counts from now on.
    package let charges: SpendCharges
    let use: RecordedUse
    let grant: GrantID?
    /// What the grant was.
    package internal(set) var answer: GrantAnswer<LimitScope>?
    /// Tokens that were counted, or given back where they are negative.
    var tokens: [Tokens] = []

    init(_ charges: SpendCharges, _ use: RecordedUse, grant: GrantID?) {
        self.charges = charges
        self.use = use
        self.grant = grant
    }

    struct Tokens: Equatable, Sendable {
        var scope: LimitScope
        var count: Int64
        var bucket: RateBucket
    }
}
