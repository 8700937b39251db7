/// The claims of one call, in memory that the next one uses again.
///
/// No collection of its own: an element that another module reads through one is copied to the
/// heap.
package struct LimitClaims: Sendable {
    /// In the order in which they were entered.
    package private(set) var list: [LimitClaim] = []
    /// The kind of each, to find one without a copy of those before it.
    private var order: [LimitScope.Kind] = []
    /// A bit for each kind that there is a claim of.
    private var kinds: UInt16 = 0
    /// Whether any of them has no room for the call.
    package private(set) var refuse = false
    /// Whether any of them limits calls that are under way at once.
    package private(set) var holdSlots = false
    /// Whether any of them has a soft budget.
    package private(set) var warn = false

    package init() {}

    mutating func append(_ claim: consuming LimitClaim, _ demand: LimitDemand) {
        let kind = claim.scope.kind
        order.append(kind)
        kinds |= Self.bit(kind)
        refuse = refuse || !claim.hasRoom(for: demand)
        holdSlots = holdSlots || claim.rates.parallelRequests != nil
        warn = warn || claim.softBudget != nil
        list.append(claim)
    }

    /// A claim has a meter now.
    mutating func setMeter(_ place: Int, of index: Int) { list[index].place = place }

    mutating func removeAll() {
        list.removeAll(keepingCapacity: true)
        order.removeAll(keepingCapacity: true)
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
        guard has(scope.kind) else { return false }
        return list.indices.contains { list[$0].scope == scope }
    }

    /// Where the next claim of that kind stands in the list, from a place on.
    package func next(_ kind: LimitScope.Kind, from place: Int) -> Int? {
        order[place...].firstIndex(of: kind)
    }

    @inline(__always)
    private static func bit(_ kind: LimitScope.Kind) -> UInt16 { 1 << UInt16(kind.rawValue) }
}
