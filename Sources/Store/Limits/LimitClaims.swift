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

    package init() {}

    mutating func append(_ claim: LimitClaim) {
        list.append(claim)
        order.append(claim.scope.kind)
        kinds |= Self.bit(claim.scope.kind)
    }

    /// A claim has a meter now.
    mutating func setMeter(_ place: Int, of index: Int) { list[index].place = place }

    mutating func removeAll() {
        list.removeAll(keepingCapacity: true)
        order.removeAll(keepingCapacity: true)
        kinds = 0
    }

    /// Whether nothing limits the call.
    package var isEmpty: Bool { list.isEmpty }

    /// Whether there is a claim of that kind.
    @inline(__always)
    package func has(_ kind: LimitScope.Kind) -> Bool { kinds & Self.bit(kind) != 0 }

    /// Where the next claim of that kind stands in the list, from a place on.
    package func next(_ kind: LimitScope.Kind, from place: Int) -> Int? {
        order[place...].firstIndex(of: kind)
    }

    @inline(__always)
    private static func bit(_ kind: LimitScope.Kind) -> UInt16 { 1 << UInt16(kind.rawValue) }
}
