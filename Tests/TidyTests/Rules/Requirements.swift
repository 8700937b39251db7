/// What protocols demand and explain, so that the types that conform need not explain it again.
struct Requirements {
    /// Requirements of protocols of the libraries that we use.
    private static let ofLibraries: [String: Set<String>] = [
        "CustomStringConvertible": ["description"],
        "CustomDebugStringConvertible": ["debugDescription"],
        "CustomReflectable": ["customMirror"],
        "Hashable": ["hash"],
        "Sequence": ["makeIterator"],
        "RandomAccessCollection": ["startIndex", "endIndex"],
        "ParsableArguments": ["validate"],
        "ParsableCommand": ["configuration", "run", "validate"],
        "AsyncParsableCommand": ["configuration", "run", "validate"],
        "Service": ["run"],
        "LogHandler": ["log", "logLevel", "metadata", "metadataProvider"],
        "ChannelInboundHandler": ["InboundIn", "InboundOut", "OutboundOut"],
        "ChannelOutboundHandler": ["OutboundIn", "OutboundOut"],
        "ChannelDuplexHandler": ["InboundIn", "InboundOut", "OutboundIn", "OutboundOut"],
    ]

    private static let declarationWords: Set<String> = ["func", "var", "associatedtype", "init"]

    /// The members that each protocol demands with a doc comment.
    private var demanded = Requirements.ofLibraries
    /// The protocols that a type, or a protocol, is declared to conform to, anywhere.
    private var conformances: [String: Set<String>] = [:]

    /// Reads protocols and conformances out of files.
    init(_ files: [SourceFile]) {
        for file in files {
            for declaration in file.declarations where !declaration.inherited.isEmpty {
                conformances[declaration.name, default: []].formUnion(declaration.inherited)
            }
            for index in file.tokens.indices where file.tokens[index].isWord("protocol") {
                addProtocol(file, index)
            }
        }
    }

    /// Whether a protocol that the type conforms to has the member, with a doc comment.
    func explain(_ member: String, of type: String) -> Bool {
        var open = [type]
        var seen: Set<String> = []
        while let name = open.popLast() {
            guard seen.insert(name).inserted else { continue }
            if demanded[name]?.contains(member) == true { return true }
            open += conformances[name] ?? []
        }
        return false
    }

    private mutating func addProtocol(_ file: SourceFile, _ index: Int) {
        let line = file.tokens[index].line
        let body = file.declarations.first { $0.kind == .type && $0.lines.lowerBound == line }
        guard let body else { return }
        for member in file.tokens.indices where body.lines.contains(file.tokens[member].line) {
            let token = file.tokens[member]
            guard token.kind == .word, Self.declarationWords.contains(token.text),
                DocCommentRule.hasComment(file, above: token.line)
            else { continue }
            let name = Self.name(file.tokens, declaredBy: member)
            demanded[body.name, default: []].insert(name)
        }
    }

    /// The name after a keyword; an initialiser is called `init`.
    static func name(_ tokens: [Token], declaredBy keyword: Int) -> String {
        guard !tokens[keyword].isWord("init"), keyword + 1 < tokens.count else {
            return tokens[keyword].text
        }
        return tokens[keyword + 1].text
    }
}
