/// What other modules may use says what it is: each `package` declaration has a doc comment.
///
/// The compiler and the formatter look at `public` only. Left out are stored properties,
/// initialisers that can't fail (the type and its fields say it all), and members that a protocol
/// demands and explains.
enum DocCommentRule {
    private static let rule = "doc comment"

    private static let declarationWords: Set<String> = [
        "func", "var", "let", "struct", "class", "enum", "actor", "protocol", "typealias", "init",
        "subscript",
    ]

    /// `package` declarations without a doc comment above them.
    static func violations(in file: SourceFile, demanded: Requirements) -> [Violation] {
        file.tokens.indices.compactMap { index in
            guard file.tokens[index].isWord("package"),
                let keyword = keyword(file.tokens, after: index),
                needsComment(file.tokens, keyword),
                !hasComment(file, above: file.tokens[index].line)
            else { return nil }
            let name = Requirements.name(file.tokens, declaredBy: keyword)
            let owner = owner(in: file, of: file.tokens[index].line)
            if let owner, demanded.explain(name, of: owner.name) { return nil }
            let detail = "package \(file.tokens[keyword].text) \(name) has none"
            return file.violation(file.tokens[index].line, rule, detail)
        }
    }

    /// The index of the keyword that the access level belongs to, on the same line.
    private static func keyword(_ tokens: [Token], after index: Int) -> Int? {
        let line = tokens[index].line
        for next in (index + 1)..<tokens.endIndex where tokens[next].line == line {
            let token = tokens[next]
            if token.isWord("class"), next + 1 < tokens.count, tokens[next + 1].isWord("func") {
                continue
            }
            if token.kind == .word, declarationWords.contains(token.text) { return next }
            if token.isWord("import") || token.isWord("extension") || token.isMark("=") {
                return nil
            }
        }
        return nil
    }

    private static func needsComment(_ tokens: [Token], _ keyword: Int) -> Bool {
        guard keyword + 1 < tokens.count else { return false }
        let next = tokens[keyword + 1]
        if isStoredProperty(tokens, keyword) { return false }
        guard tokens[keyword].isWord("init") else {
            // An operator's witness (`static func ==`) has a mark for a name.
            return next.kind != .punctuation
        }
        // Why it may fail has to be said.
        let signature = tokens[keyword...].prefix { !$0.isMark("{") && !$0.isMark("}") }
        return next.isMark("?") || signature.contains { $0.isWord("throws") }
    }

    /// Fields are named for what they hold; what needs saying stands there all the same.
    private static func isStoredProperty(_ tokens: [Token], _ keyword: Int) -> Bool {
        guard tokens[keyword].isWord("var") || tokens[keyword].isWord("let") else { return false }
        let line = tokens[keyword].line
        return !tokens[keyword...].prefix { $0.line == line }.contains { $0.isMark("{") }
    }

    /// The type or extension whose body the line stands in.
    private static func owner(in file: SourceFile, of line: Int) -> Declaration? {
        file.declarations.last { declaration in
            let isScope = declaration.kind == .type || declaration.kind == .extension
            return isScope && declaration.lines.contains(line)
                && declaration.lines.lowerBound < line
        }
    }

    /// Whether a doc comment stands above a line, with attributes between them at most.
    static func hasComment(_ file: SourceFile, above declaration: Int) -> Bool {
        var number = declaration - 1
        while number >= 1 {
            let line = file.line(number).drop { $0 == " " }
            if line.hasPrefix("///") { return true }
            if line.hasPrefix("//") {
                number -= 1
                continue
            }
            // An attribute may stand between, also one whose arguments take several lines.
            let start = statementStart(file, endingAt: number)
            guard file.line(start).drop(while: { $0 == " " }).hasPrefix("@") else { return false }
            number = start - 1
        }
        return false
    }

    /// The line in which the parentheses were opened that are closed in line `number`.
    private static func statementStart(_ file: SourceFile, endingAt number: Int) -> Int {
        var open = 0
        for token in file.tokens.reversed() where token.line <= number {
            if token.isMark(")") { open += 1 }
            if token.isMark("(") { open -= 1 }
            let isFirst = token.line < number || open <= 0
            if isFirst, open <= 0 { return token.line }
        }
        return number
    }
}
