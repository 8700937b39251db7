/// What the scanner noted of a frame: its envelope and its parameters, as places in the bytes.
///
/// It is complete for every request with up to 32 parameters. The scanner writes into the same
/// array again and again, so that as long as no frame is kept nothing is allocated.
package struct RequestCut: Equatable, Sendable {
    /// The most parameters that are noted; of more, `parameterCount` alone tells.
    package static let parameterBound = 32

    /// What the whole frame is: `object` for a request, `array` for a batch.
    package private(set) var kind = JSONKind.absent
    /// The value of `jsonrpc`.
    package internal(set) var version = CutSpan()
    /// The value of `id`; `absent` for a notification.
    package internal(set) var id = CutSpan()
    /// The value of `method`.
    package internal(set) var method = CutSpan()
    /// The value of `params`, as a whole.
    package internal(set) var params = CutSpan()
    /// How many parameters there are, noted or not.
    package private(set) var parameterCount = 0
    /// Whether the frame holds something that json-c would change: an escaped null character, -0,
    /// an integer that may be beyond 64 bits, or certain escaped surrogate pairs.
    package internal(set) var needsExactReader = false

    /// The first `parameterCount` are this frame's; the others are left over.
    private var parameters: [CutMember] = []

    package init() {}

    /// The parameter at that place, counted from 0, which must be among those noted.
    package subscript(index: Int) -> CutMember {
        precondition(index < parameterCount, "there are \(parameterCount) parameters")
        return parameters[index]
    }

    /// How many parameters are noted.
    package var notedCount: Int { min(parameterCount, Self.parameterBound) }

    /// Whether every parameter is noted.
    package var hasAllParameters: Bool { parameterCount <= Self.parameterBound }

    @inline(__always)
    mutating func reset() {
        kind = .absent
        version = CutSpan()
        id = CutSpan()
        method = CutSpan()
        params = CutSpan()
        parameterCount = 0
        needsExactReader = false
    }

    @inline(__always)
    mutating func begin(_ kind: JSONKind) {
        self.kind = kind
    }

    @inline(__always)
    mutating func append(_ member: CutMember) {
        if parameterCount < parameters.count {
            parameters[parameterCount] = member
        } else if parameterCount < Self.parameterBound {
            parameters.append(member)
        }
        parameterCount += 1
    }

    /// Compares what was noted, not what is left over from frames before.
    package static func == (left: RequestCut, right: RequestCut) -> Bool {
        left.kind == right.kind && left.version == right.version && left.id == right.id
            && left.method == right.method && left.params == right.params
            && left.parameterCount == right.parameterCount
            && left.needsExactReader == right.needsExactReader
            && left.parameters.prefix(left.notedCount)
                == right.parameters.prefix(right.notedCount)
    }
}
