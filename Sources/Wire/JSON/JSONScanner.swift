/// Judges bytes by RFC 8259 and finds where a value ends, in one pass without recursion.
///
/// It refuses what json-c lets through: duplicate member names (also equal only after unescaping),
/// lone surrogates, invalid UTF-8, raw control characters, and more nesting than the limit. On its
/// way it notes a request's envelope and its flat parameters in `cut`, so that a hot method needs
/// no tree. It allocates only for objects with many members; keep one scanner per stream.
package struct JSONScanner: Sendable {
    /// What the last complete scan saw of the envelope; offsets count from the scan's first byte.
    package internal(set) var cut = RequestCut()

    /// How often two member names were compared since the start; the tests bound the work by it.
    package internal(set) var nameComparisons = 0

    let maximumDepth: Int
    var depth = 0
    /// Bit `n` is set when the container at depth `n + 1` is an object.
    var objects: UInt64 = 0
    /// The member names of all objects that are open.
    var names = NameStack()
    /// For each open object where its names begin in `names`.
    var firstNames = InlineArray<64, Int>(repeating: 0)
    /// For each open object the bits that its names have set.
    var seenNames = InlineArray<64, UInt64>(repeating: 0)
    /// Which member of the envelope is being read, while the depth is 1 or more.
    var slot = EnvelopeSlot.other
    /// The name of the parameter that is being read.
    var parameterName = CutSpan()
    /// Where the containers at depth 2 and 3 began.
    var memberStart = 0
    var parameterStart = 0

    /// The nesting that one machine word can keep account of.
    package static let greatestDepth = 64

    /// Makes a scanner that refuses values nested deeper than `nestingDepth` (at most 64).
    package init(nestingDepth: Int = Limits().nestingDepth) {
        maximumDepth = min(nestingDepth, Self.greatestDepth)
    }

    /// Looks for one value at the start of `bytes`, after white space.
    package mutating func scan(_ bytes: Span<UInt8>, ending: JSONEnding) -> JSONScan {
        begin()
        guard bytes.count <= CutSpan.greatestLength else {
            return .invalid(JSONError(.textTooLong, at: CutSpan.greatestLength))
        }
        do throws(JSONStop) {
            var position = 0
            while true {
                if try startValue(bytes, &position, ending) { continue }
                if try !nextValue(bytes, &position) { return .complete(end: position) }
            }
        } catch {
            switch error {
            case .incomplete: return .incomplete
            case .invalid(let fault): return .invalid(fault)
            }
        }
    }

    private mutating func begin() {
        depth = 0
        slot = .other
        parameterName = CutSpan()
        names.truncate(to: 0)
        cut.reset()
    }

    /// Reads a scalar or enters a container; true when it entered one that is not empty, so that
    /// `position` stands before the next value.
    @inline(__always)
    private mutating func startValue(
        _ bytes: Span<UInt8>,
        _ position: inout Int,
        _ ending: JSONEnding
    ) throws(JSONStop) -> Bool {
        Self.skipWhiteSpace(bytes, &position)
        let start = position
        let kind: JSONKind
        var hasEscapes = false
        switch try Self.byte(bytes, position) {
        case UInt8(ascii: "\""):
            position += 1
            hasEscapes = try string(bytes, &position)
            kind = .string
        case UInt8(ascii: "{"):
            try open(isObject: true, at: start)
            position += 1
            return try !closesAtOnce(bytes, &position, UInt8(ascii: "}"))
        case UInt8(ascii: "["):
            try open(isObject: false, at: start)
            position += 1
            return try !closesAtOnce(bytes, &position, UInt8(ascii: "]"))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            kind = try number(bytes, &position, ending)
        default:  // open set: bytes of the peer
            kind = try literal(bytes, &position, ending)
        }
        if depth <= 2 { note(start, position, kind, hasEscapes) }
        return false
    }

    /// Goes on after a value; false when it was the outermost one.
    @inline(__always)
    private mutating func nextValue(
        _ bytes: Span<UInt8>,
        _ position: inout Int
    ) throws(JSONStop) -> Bool {
        while depth > 0 {
            Self.skipWhiteSpace(bytes, &position)
            let byte = try Self.byte(bytes, position)
            if byte == UInt8(ascii: ",") {
                position += 1
                if isInObject { try name(bytes, &position) }
                return true
            }
            guard byte == (isInObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                throw .fault(.unexpectedByte, position)
            }
            position += 1
            try close(bytes, position)
        }
        return false
    }

    @inline(__always)
    var isInObject: Bool { objects & (1 << UInt64(truncatingIfNeeded: depth - 1)) != 0 }

    @inline(__always)
    private mutating func open(isObject: Bool, at start: Int) throws(JSONStop) {
        guard depth < maximumDepth else { throw .fault(.nestedTooDeep, start) }
        switch depth {
        case 0: cut.begin(isObject ? .object : .array)
        case 1: memberStart = start
        case 2: parameterStart = start
        default:  // open set: depths
            break
        }
        let bit: UInt64 = 1 << UInt64(truncatingIfNeeded: depth)
        objects = isObject ? objects | bit : objects & ~bit
        firstNames[depth] = names.count
        seenNames[depth] = 0
        depth += 1
    }

    /// Right after an opening bracket: leaves the container if it is empty, else stands before its
    /// first value.
    @inline(__always)
    private mutating func closesAtOnce(
        _ bytes: Span<UInt8>,
        _ position: inout Int,
        _ closing: UInt8
    ) throws(JSONStop) -> Bool {
        Self.skipWhiteSpace(bytes, &position)
        if try Self.byte(bytes, position) == closing {
            position += 1
            try close(bytes, position)
            return true
        }
        if isInObject { try name(bytes, &position) }
        return false
    }

    @inline(__always)
    private mutating func close(_ bytes: Span<UInt8>, _ end: Int) throws(JSONStop) {
        let kind: JSONKind = isInObject ? .object : .array
        if kind == .object { try closeNames(bytes) }
        depth -= 1
        switch depth {
        case 1: note(memberStart, end, kind, false)
        case 2: note(parameterStart, end, kind, false)
        default:  // open set: depths
            break
        }
    }
}

extension JSONScanner {
    /// Moves over the four bytes that RFC 8259 calls white space.
    @inline(__always)
    static func skipWhiteSpace(_ bytes: Span<UInt8>, _ position: inout Int) {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte <= 0x20 else { return }
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    /// The byte at `position`, if it has come already.
    @inline(__always)
    static func byte(_ bytes: Span<UInt8>, _ position: Int) throws(JSONStop) -> UInt8 {
        guard position < bytes.count else { throw .incomplete }
        return bytes[position]
    }
}
