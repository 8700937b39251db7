/// A regular expression as a list of instructions, run in time linear in the name.
///
/// Everybody who may make a key chooses its list of models, and every client the name that is
/// matched. A matcher that backtracks would let the two together stop the daemon; this one keeps
/// the set of all places where a match could be (Thompson's construction).
struct PatternProgram {
    private var instructions: [Instruction] = []

    /// Compiles an entry of a list; nil if it is no regular expression or beyond the bounds.
    init?(entry: String) {
        guard entry.utf8.count <= AdmissionLimits.patternBytes else { return nil }
        do throws(PatternFault) {
            var parser = PatternParser(entry: entry)
            try emit(parser.parse())
            try append(.accept)
        } catch {
            return nil
        }
    }

    /// Whether the expression matches from the start of the name on.
    ///
    /// As in the proxy, a match need not reach the end unless the expression says so: `a*|b` covers
    /// every name that begins with `a`, since the anchors bind to the outer alternatives.
    func matches(_ name: String) -> Bool {
        guard name.utf8.count <= AdmissionLimits.patternNameBytes else { return false }
        let scalars = Array(name.unicodeScalars)
        // Two sets take turns, so that a name costs no memory for each of its characters.
        var places = Places(count: instructions.count)
        var following = places
        for position in 0...scalars.count {
            if position == 0 { add(0, to: &places, at: position, of: scalars) }
            if places.accepts { return true }
            guard position < scalars.count, !places.pending.isEmpty else { return false }
            following.clear()
            for place in places.pending {
                if case .consume(let set) = instructions[place], set.contains(scalars[position]) {
                    add(place + 1, to: &following, at: position + 1, of: scalars)
                }
            }
            swap(&places, &following)
        }
        return false
    }

    /// One step of the program.
    private enum Instruction {
        case consume(PatternSet)
        /// Goes on at both places.
        case split(Int, Int)
        case jump(Int)
        case start
        case end
        case accept
    }

    /// The places that wait for the next character.
    private struct Places {
        var pending: [Int] = []
        var accepts = false
        var isSeen: [Bool]

        init(count: Int) {
            isSeen = Array(repeating: false, count: count)
        }

        mutating func clear() {
            pending.removeAll(keepingCapacity: true)
            accepts = false
            for place in isSeen.indices { isSeen[place] = false }
        }
    }

    /// Follows everything that takes no character from a place on.
    private func add(
        _ place: Int,
        to places: inout Places,
        at position: Int,
        of scalars: [Unicode.Scalar]
    ) {
        var open = [place]
        while let place = open.popLast() {
            if places.isSeen[place] { continue }
            places.isSeen[place] = true
            switch instructions[place] {
            case .consume: places.pending.append(place)
            case .split(let first, let second): open += [second, first]
            case .jump(let target): open.append(target)
            case .start: if position == 0 { open.append(place + 1) }
            case .end: if isEnd(position, of: scalars) { open.append(place + 1) }
            case .accept: places.accepts = true
            }
        }
    }

    /// `$` stands at the end and before a last newline.
    private func isEnd(_ position: Int, of scalars: [Unicode.Scalar]) -> Bool {
        position == scalars.count || (position == scalars.count - 1 && scalars[position] == "\n")
    }

    private mutating func append(_ instruction: Instruction) throws(PatternFault) {
        guard instructions.count < AdmissionLimits.patternInstructions else {
            throw PatternFault()
        }
        instructions.append(instruction)
    }

    private mutating func emit(_ node: PatternNode) throws(PatternFault) {
        switch node {
        case .set(let set): try append(.consume(set))
        case .start: try append(.start)
        case .end: try append(.end)
        case .sequence(let nodes): for node in nodes { try emit(node) }
        case .either(let first, let second): try emitEither(first, second)
        case .repeated(let node, let minimum, let maximum):
            try emitRepeated(node, minimum, maximum)
        }
    }

    private mutating func emitEither(
        _ first: PatternNode,
        _ second: PatternNode
    ) throws(PatternFault) {
        let fork = instructions.count
        try append(.jump(fork))
        try emit(first)
        let exit = instructions.count
        try append(.jump(exit))
        instructions[fork] = .split(fork + 1, instructions.count)
        try emit(second)
        instructions[exit] = .jump(instructions.count)
    }

    private mutating func emitRepeated(
        _ node: PatternNode,
        _ minimum: Int,
        _ maximum: Int?
    ) throws(PatternFault) {
        for _ in 0..<minimum {
            // Even a repetition of nothing counts, or nested ones would never end.
            try append(.jump(instructions.count + 1))
            try emit(node)
        }
        guard let maximum else {
            let fork = instructions.count
            try append(.jump(fork))
            try emit(node)
            try append(.jump(fork))
            instructions[fork] = .split(fork + 1, instructions.count)
            return
        }
        for _ in minimum..<maximum {
            let fork = instructions.count
            try append(.jump(fork))
            try emit(node)
            instructions[fork] = .split(fork + 1, instructions.count)
        }
    }
}
