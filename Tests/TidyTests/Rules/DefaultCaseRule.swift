/// A switch over an enum of ours lists its cases: a new case then shows every place to think about.
///
/// Where the values are no closed set (bytes, strings, foreign codes), the line says so:
/// `default:  // open set: bytes of the peer`.
enum DefaultCaseRule {
    static let marker = "// open set:"

    /// `default:` without its reason.
    static func violations(in file: SourceFile) -> [Violation] {
        var openings: [String] = []
        var violations: [Violation] = []
        for (index, token) in file.tokens.enumerated() {
            if token.kind == .punctuation { track(token.text, &openings) }
            // `default:` in parentheses is an argument's label.
            guard token.isWord("default"), openings.last == "{", index + 1 < file.tokens.count,
                file.tokens[index + 1].isMark(":"),
                index == 0 || !file.tokens[index - 1].isWord("unknown"),
                !file.line(token.line).contains(marker)
            else { continue }
            let detail = "list the cases, or say why there is no list: default:  \(marker) …"
            violations.append(file.violation(token.line, "default case", detail))
        }
        return violations
    }

    private static func track(_ mark: String, _ openings: inout [String]) {
        switch mark {
        case "(", "[", "{": openings.append(mark)
        case ")", "]", "}": _ = openings.popLast()
        default: break
        }
    }
}
