/// The claims of one call, in memory that the next one uses again.
///
/// No collection of its own: an element that another module reads through one is copied to the
/// heap.
package struct LimitClaims: Sendable {
    /// In the order in which they were entered.
    package private(set) var list: [LimitClaim] = []
    /// Whom each of them binds.
    package private(set) var scopes: [LimitScope] = []
    /// A bit for each kind that there is a claim of.
    private var kinds: UInt16 = 0
    /// Whether any of them has no room for the call.
    package private(set) var refuse = false
    /// Whether any of them limits calls that are under way at once.
    package private(set) var holdSlots = false
    /// Whether any of them has a soft budget.
    package private(set) var warn = false

    package init() {}

    mutating func append(_ claim: LimitClaim, of scope: LimitScope, _ demand: LimitDemand) {
        kinds |= Self.bit(claim.kind)
        refuse = refuse || !claim.hasRoom(for: demand)
        holdSlots = holdSlots || claim.rates.parallelRequests != nil
        warn = warn || claim.softBudget != nil
        list.append(claim)
        scopes.append(scope)
    }

    /// A claim has a meter now.
    mutating func setMeter(_ place: Int, of index: Int) { list[index].place = place }

    mutating func removeAll() {
        list.removeAll(keepingCapacity: true)
        scopes.removeAll(keepingCapacity: true)
        kinds = 0
        refuse = false
        holdSlots = false
        warn = false
    }

    /// Whether nothing limits the call.
    package var isEmpty: Bool { list.isEmpty }

    /// Whether there is a claim of that kind.
    @inline(__always)
    package func has(_ kind: LimitScope.Kind) -> Bool { kinds & Self.bit(kind) != 0 }

    /// Whether there is a claim of that very scope.
    package func has(_ scope: LimitScope) -> Bool {
        has(scope.kind) && scopes.contains(scope)
    }

    /// Where the next claim of that kind stands in the list, from a place on.
    package func next(_ kind: LimitScope.Kind, from place: Int) -> Int? {
        list[place...].firstIndex { $0.kind == kind }
    }

    @inline(__always)
    private static func bit(_ kind: LimitScope.Kind) -> UInt16 { 1 << UInt16(kind.rawValue) }
}
