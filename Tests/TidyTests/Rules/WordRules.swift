/// Words that have no place in the repository, in code, comments, scripts or documents.
enum WordRules {
    /// Marks of work that is not finished; no source has them. (Cut in two: this is a source too.)
    private static let unfinished = [
        "TO" + "DO", "FIX" + "ME", "X" + "XX", "place" + "holder", "not " + "implemented",
    ]

    /// Paths of a machine and words about how the project came about; the project stands alone.
    private static let foreign = [
        "../" + "shared", "shared" + "/domain", "/wo" + "rk/", "/ro" + "ot/",
        "issue" + " #", "DESIGN" + ".md", "CONTRACT" + ".md", "PROTOCOLS" + ".md", "STYLE" + ".md",
        "PROTOCOLS" + " §", "DESIGN" + " §", "CONTRACT" + " §", "in-tr" + "ee ",
    ]

    /// Marks of unfinished work, whatever their case.
    static func unfinished(path: String, text: String) -> [Violation] {
        find(unfinished.map { $0.lowercased() }, in: text.lowercased()).map { line, word in
            Violation(
                path: path,
                line: line,
                rule: "unfinished",
                detail: "\(word): do it, or say plainly what is missing"
            )
        }
    }

    /// Paths and words that mean nothing to a reader of the repository.
    static func foreign(path: String, text: String) -> [Violation] {
        find(foreign, in: text).map { line, word in
            Violation(
                path: path,
                line: line,
                rule: "stands alone",
                detail: "\(word) means nothing to a reader of this repository"
            )
        }
    }

    /// The lines that hold one of the words, as words of their own.
    private static func find(_ words: [String], in text: String) -> [(Int, String)] {
        let suspects = words.filter { text.contains($0) }
        guard !suspects.isEmpty else { return [] }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().flatMap { index, line in
            suspects.filter { holds(line, $0) }.map { (index + 1, $0) }
        }
    }

    private static func holds(_ line: Substring, _ word: String) -> Bool {
        line.ranges(of: word).contains { range in
            let before = line[..<range.lowerBound].last
            let after = line[range.upperBound...].first
            return !isInside(before, word.first) && !isInside(after, word.last)
        }
    }

    /// Whether the neighbour carries on a word that the found text begins or ends in the midst of.
    private static func isInside(_ neighbour: Character?, _ edge: Character?) -> Bool {
        guard let neighbour, let edge, edge.isLetter else { return false }
        return neighbour.isLetter || neighbour.isNumber
    }
}
