/// The characters that one place of a regular expression accepts.
struct PatternSet: Equatable, Sendable {
    var items: [Item] = []
    var isNegated = false

    /// One member of a class.
    enum Item: Equatable, Sendable {
        case range(ClosedRange<UInt32>)
        case digit
        case word
        case space
        /// Everything but what the class accepts: `\D`, `\W`, `\S`.
        indirect case not(Item)
    }

    /// One character that stands for itself.
    static func literal(_ scalar: Unicode.Scalar) -> PatternSet {
        PatternSet(items: [.range(scalar.value...scalar.value)])
    }

    /// What `.` accepts.
    static let anyButNewline = PatternSet(items: [.range(10...10)], isNegated: true)

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        items.contains { $0.contains(scalar) } != isNegated
    }
}

extension PatternSet.Item {
    func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .range(let range): range.contains(scalar.value)
        case .digit: scalar.properties.generalCategory == .decimalNumber
        case .word:
            scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        case .space: scalar.properties.isWhitespace
        case .not(let item): !item.contains(scalar)
        }
    }
}
