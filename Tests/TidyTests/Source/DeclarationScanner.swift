/// Finds the declarations that have a body, by keywords and braces alone.
struct DeclarationScanner {
    /// A brace or parenthesis that is not closed yet, and what it is the body of.
    private struct Opening {
        var mark: String
        var declaration: Declaration?
    }

    private static let typeKeywords: Set<String> = ["struct", "class", "enum", "actor", "protocol"]
    private static let functionKeywords: Set<String> = ["func", "init", "deinit", "subscript"]
    private static let closers = ["(": ")", "[": "]", "{": "}"]

    private let tokens: [Token]
    private var openings: [Opening] = []
    private var pending: Declaration?
    private var found: [Declaration] = []

    /// The declarations in the order in which they begin.
    static func declarations(in tokens: [Token]) -> [Declaration] {
        var scanner = DeclarationScanner(tokens: tokens)
        for index in tokens.indices { scanner.take(index) }
        return scanner.found.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
    }

    private init(tokens: [Token]) {
        self.tokens = tokens
    }

    private mutating func take(_ index: Int) {
        let token = tokens[index]
        switch token.kind {
        case .word: takeWord(index)
        case .punctuation: takeMark(token)
        case .quoted, .literal: break
        }
    }

    private mutating func takeMark(_ token: Token) {
        if Self.closers[token.text] != nil {
            // Braces in an argument list are closures, never the body that is waited for.
            let opensBody = token.text == "{" && !isInArguments
            openings.append(
                Opening(mark: token.text, declaration: opensBody ? pending : nil)
            )
            if opensBody { pending = nil }
        } else if Self.closers.values.contains(token.text) {
            let opening = openings.popLast()
            // A requirement of a protocol waits in vain; a closure in an argument ends nothing.
            if token.text == "}", !isInArguments { pending = nil }
            guard var declaration = opening?.declaration else { return }
            declaration.lines = declaration.lines.lowerBound...token.line
            found.append(declaration)
        }
    }

    private mutating func takeWord(_ index: Int) {
        let token = tokens[index]
        // The body of a property opens on its own line; a later brace belongs to something else.
        if let waiting = pending, waiting.kind == .property, waiting.lines.lowerBound < token.line {
            pending = nil
        }
        guard !isInArguments, !isMember(index), let kind = kind(at: index) else { return }
        pending = Declaration(
            kind: kind,
            name: name(at: index),
            lines: token.line...token.line,
            depth: openings.count { $0.mark == "{" },
            isPrivate: isPrivate(index),
            inherited: kind == .type || kind == .extension ? inherited(after: index) : []
        )
    }

    private var isInArguments: Bool {
        guard let last = openings.last else { return false }
        return last.mark != "{"
    }

    /// Whether the word is a member's name (`.init`), not a keyword.
    private func isMember(_ index: Int) -> Bool {
        index > 0 && tokens[index - 1].isMark(".")
    }

    private func kind(at index: Int) -> Declaration.Kind? {
        let word = tokens[index].text
        if Self.functionKeywords.contains(word) { return .function }
        if word == "var" { return .property }
        // `class func`, `import struct X.Y` and a parameter called `actor` declare no type here.
        guard index + 1 < tokens.count, index == 0 || !tokens[index - 1].isWord("import") else {
            return nil
        }
        let next = tokens[index + 1]
        let isNamed = next.kind == .quoted || (next.kind == .word && next.text != "func")
        if Self.typeKeywords.contains(word), isNamed { return .type }
        return word == "extension" && isNamed ? .extension : nil
    }

    private func name(at index: Int) -> String {
        guard index + 1 < tokens.count, tokens[index + 1].kind != .punctuation else {
            return tokens[index].text
        }
        var name = tokens[index + 1].text
        var next = index + 2
        while next + 1 < tokens.count, tokens[next].isMark("."), tokens[next + 1].kind == .word {
            name += "." + tokens[next + 1].text
            next += 2
        }
        return name
    }

    private func inherited(after index: Int) -> [String] {
        let head = tokens[index...].prefix { !$0.isMark("{") }
        return head.drop { !$0.isMark(":") }.filter { $0.kind == .word }.map(\.text)
    }

    private func isPrivate(_ index: Int) -> Bool {
        let line = tokens[index].line
        return tokens[..<index].reversed().prefix { $0.line == line }
            .contains { $0.isWord("private") || $0.isWord("fileprivate") }
    }
}
