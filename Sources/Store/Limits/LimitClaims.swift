/// The claims of one call, in memory that the next one uses again.
package struct LimitClaims: Sendable {
    private var claims: [LimitClaim] = []
    /// A bit for each kind that there is a claim of.
    private var kinds: UInt16 = 0

    package init() {}

    mutating func append(_ claim: LimitClaim) {
        claims.append(claim)
        kinds |= Self.bit(claim.scope.kind)
    }

    mutating func removeAll() {
        claims.removeAll(keepingCapacity: true)
        kinds = 0
    }

    /// Whether there is a claim of that kind.
    @inline(__always)
    package func has(_ kind: LimitScope.Kind) -> Bool { kinds & Self.bit(kind) != 0 }

    @inline(__always)
    private static func bit(_ kind: LimitScope.Kind) -> UInt16 { 1 << UInt16(kind.rawValue) }
}

extension LimitClaims: RandomAccessCollection {
    package var startIndex: Int { claims.startIndex }
    package var endIndex: Int { claims.endIndex }
    package subscript(index: Int) -> LimitClaim { claims[index] }
}
