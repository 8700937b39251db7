/// A type named …State, …Plan, …Decoder or …Rules is a pure value.
///
/// It decides; time, randomness and ids come in as arguments, and somebody else acts. A file named
/// so is judged whole, a type in another file by its body.
enum PurityRule {
    private static let rule = "purity"
    private static let suffixes = ["State", "Plan", "Decoder", "Rules"]

    /// Modules that hold nothing but values and collections.
    private static let pureModules: Set<String> = [
        "Wire", "Store", "Sidecar",
        "NIOCore", "DequeModule", "OrderedCollections", "HashTreeCollections",
    ]

    private static let impureWords: Set<String> = [
        "async", "await", "Task", "TaskGroup", "withTaskGroup", "withThrowingTaskGroup", "actor",
        "Locked", "NIOLock", "NIOLockedValueBox", "Mutex", "Atomic", "Thread", "EventLoop",
        "clock_gettime", "gettimeofday", "SystemRandomNumberGenerator", "arc4random",
        "print", "debugPrint", "Logger",
    ]

    /// Members that make up a value, unless they are given the generator.
    private static let randomMembers: Set<String> = ["random", "randomElement", "shuffled"]

    /// Types whose initialiser without arguments reads the outside world.
    private static let impureInitialisers: Set<String> = ["Date", "UUID"]

    /// Imports and words that a pure value may not have.
    static func violations(in file: SourceFile) -> [Violation] {
        if isPure(file.subject) {
            return imports(in: file) + words(in: file, file.tokens.indices)
        }
        return file.declarations.filter { $0.kind == .type && isPure($0.name) }
            .flatMap { type in
                words(
                    in: file,
                    file.tokens.indices.filter { type.lines.contains(file.tokens[$0].line) }
                )
            }
    }

    private static func isPure(_ name: String) -> Bool {
        suffixes.contains { name.hasSuffix($0) }
    }

    private static func imports(in file: SourceFile) -> [Violation] {
        let kinds: Set<String> = [
            "struct", "enum", "class", "func", "protocol", "typealias", "var",
        ]
        return file.tokens.indices.compactMap { index in
            guard file.tokens[index].isWord("import") else { return nil }
            let names = file.tokens[(index + 1)...].prefix(2).drop { kinds.contains($0.text) }
            guard let module = names.first, !pureModules.contains(module.text) else { return nil }
            return file.violation(module.line, rule, "a pure value does not import \(module.text)")
        }
    }

    private static func words(
        in file: SourceFile,
        _ indices: some Sequence<Int>
    ) -> [Violation] {
        indices.compactMap { index in
            guard let word = impureWord(file.tokens, index) else { return nil }
            let detail = "a pure value does not say \(word); let it come in as an argument"
            return file.violation(file.tokens[index].line, rule, detail)
        }
    }

    private static func impureWord(_ tokens: [Token], _ index: Int) -> String? {
        let token = tokens[index]
        guard token.kind == .word else { return nil }
        let isMember = index > 0 && tokens[index - 1].isMark(".")
        if isMember, token.text == "now" {
            return isAskedOfValue(tokens, index) ? nil : ".now"
        }
        if isMember, randomMembers.contains(token.text) {
            let rest = tokens[index...].prefix { $0.line == token.line }
            return rest.contains { $0.isWord("using") } ? nil : "." + token.text
        }
        // `case print` in backticks or `.print` names something of ours.
        if !isMember, impureWords.contains(token.text) { return token.text }
        let isCall = index + 2 < tokens.count && tokens[index + 1].isMark("(")
        if isCall, tokens[index + 2].isMark(")"), impureInitialisers.contains(token.text) {
            return token.text + "()"
        }
        return nil
    }

    /// Whether the member is a value's own (`request.now`), not a type's (`ContinuousClock.now`).
    private static func isAskedOfValue(_ tokens: [Token], _ index: Int) -> Bool {
        guard index > 1, let owner = tokens[index - 2].text.first, owner.isLowercase else {
            return false
        }
        return tokens[index - 2].kind == .word && !tokens[index - 2].text.hasSuffix("lock")
    }
}
