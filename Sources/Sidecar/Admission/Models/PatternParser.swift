/// Reads the part of Python's regular expressions that makes sense in a list of models.
///
/// Read are characters, `.`, classes, groups without names, `|`, `^`, `$` and counts, also such as
/// are not greedy. Back references, look-around and the like are faults: they would cost more than
/// linear time.
struct PatternParser {
    private let text: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    /// Takes an entry as the proxy does: each `*` becomes `.*`, and the whole is anchored.
    init(entry: String) {
        text = Array("^\(entry.replacing("*", with: ".*"))$".unicodeScalars)
    }

    /// Reads the whole text.
    mutating func parse() throws(PatternFault) -> PatternNode {
        let node = try alternatives()
        guard position == text.count else { throw PatternFault() }
        return node
    }

    private var next: Unicode.Scalar? { position < text.count ? text[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    private mutating func advance() throws(PatternFault) -> Unicode.Scalar {
        guard let scalar = next else { throw PatternFault() }
        position += 1
        return scalar
    }

    private mutating func alternatives() throws(PatternFault) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= AdmissionLimits.patternDepth else { throw PatternFault() }
        var node = try sequence()
        while take("|") { node = .either(node, try sequence()) }
        return node
    }

    private mutating func sequence() throws(PatternFault) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            nodes.append(try counted(atom()))
        }
        return .sequence(nodes)
    }

    private mutating func atom() throws(PatternFault) -> PatternNode {
        switch try advance() {
        case "^": return .start
        case "$": return .end
        case ".": return .set(.anyButNewline)
        case "(": return try group()
        case "[": return .set(try characterClass())
        case "\\": return .set(try escaped())
        case "*", "+", "?": throw PatternFault()
        case let scalar: return .set(.literal(scalar))
        }
    }

    private mutating func group() throws(PatternFault) -> PatternNode {
        if take("?"), !take(":") { throw PatternFault() }
        let node = try alternatives()
        guard take(")") else { throw PatternFault() }
        return node
    }

    /// Reads the count behind an atom.
    ///
    /// Of two in a row the language knows only a second `?` (not greedy), which changes what is
    /// captured but not what matches.
    private mutating func counted(_ node: PatternNode) throws(PatternFault) -> PatternNode {
        let bounds: (minimum: Int, maximum: Int?)
        if take("*") {
            bounds = (0, nil)
        } else if take("+") {
            bounds = (1, nil)
        } else if take("?") {
            bounds = (0, 1)
        } else if let braces = try bracedBounds() {
            bounds = braces
        } else {
            return node
        }
        if node == .start || node == .end { throw PatternFault() }
        _ = take("?")
        guard next != "*", next != "+", next != "?", try bracedBounds() == nil else {
            throw PatternFault()
        }
        return .repeated(node, minimum: bounds.minimum, maximum: bounds.maximum)
    }

    /// Reads `{2}`, `{2,}`, `{,3}` or `{2,3}`; any other brace is a character.
    private mutating func bracedBounds() throws(PatternFault) -> (minimum: Int, maximum: Int?)? {
        let start = position
        guard take("{") else { return nil }
        let low = number()
        let hasComma = take(",")
        let high = hasComma ? number() : low
        guard take("}"), hasComma || low != nil else {
            position = start
            return nil
        }
        let limit = AdmissionLimits.patternInstructions
        guard low ?? 0 <= high ?? limit, low ?? 0 <= limit, high ?? 0 <= limit else {
            throw PatternFault()
        }
        return (low ?? 0, high)
    }

    private mutating func number() -> Int? {
        var digits = ""
        while let scalar = next, ("0"..."9").contains(scalar), digits.count < 9 {
            digits.unicodeScalars.append(scalar)
            position += 1
        }
        return Int(digits)
    }

    /// Reads a class up to its `]`, which as the first member stands for itself.
    private mutating func characterClass() throws(PatternFault) -> PatternSet {
        var set = PatternSet(isNegated: take("^"))
        repeat {
            let first = try member()
            guard next == "-", position + 1 < text.count, text[position + 1] != "]" else {
                set.items.append(first)
                continue
            }
            position += 1
            set.items.append(try range(from: first, to: member()))
        } while !take("]")
        return set
    }

    private mutating func member() throws(PatternFault) -> PatternSet.Item {
        let scalar = try advance()
        guard scalar == "\\" else { return .range(scalar.value...scalar.value) }
        return try escapedItem()
    }

    private func range(
        from first: PatternSet.Item,
        to last: PatternSet.Item
    ) throws(PatternFault) -> PatternSet.Item {
        guard case .range(let low) = first, case .range(let high) = last,
            low.lowerBound <= high.lowerBound
        else { throw PatternFault() }
        return .range(low.lowerBound...high.lowerBound)
    }

    private mutating func escaped() throws(PatternFault) -> PatternSet {
        PatternSet(items: [try escapedItem()])
    }

    private mutating func escapedItem() throws(PatternFault) -> PatternSet.Item {
        let scalar = try advance()
        switch scalar {
        case "d": return .digit
        case "w": return .word
        case "s": return .space
        case "D": return .not(.digit)
        case "W": return .not(.word)
        case "S": return .not(.space)
        case "n": return .range(10...10)
        case "t": return .range(9...9)
        case "a"..."z", "A"..."Z", "0"..."9": throw PatternFault()
        default:  // open set: what is neither letter nor digit stands for itself
            return .range(scalar.value...scalar.value)
        }
    }
}
