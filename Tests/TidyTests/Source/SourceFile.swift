/// A Swift file, read and cut into what the rules look at.
struct SourceFile {
    /// The path from the root of the repository.
    let path: String
    let text: String
    /// The lines as they stand in the file; line 1 is at index 0.
    let lines: [String]
    let tokens: [Token]
    let declarations: [Declaration]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // What follows the last line break is no line.
        if lines.last == "" { lines.removeLast() }
        self.lines = lines
        tokens = Lexer.tokens(of: text)
        declarations = DeclarationScanner.declarations(in: tokens)
    }

    /// The file's name without `.swift`.
    var baseName: String {
        let name = path.split(separator: "/").last ?? ""
        return name.hasSuffix(".swift") ? String(name.dropLast(6)) : String(name)
    }

    /// The name before the first `+`: the type that the file is about.
    var subject: String {
        baseName.split(separator: "+").first.map(String.init) ?? baseName
    }

    /// The folders from the root down to the file.
    var folders: [String] {
        path.split(separator: "/").dropLast().map(String.init)
    }

    /// Whether the file lies in a folder of the repository (`Sources/Wire`), at any depth.
    func lies(in folder: String) -> Bool {
        path.hasPrefix(folder + "/")
    }

    /// The text of a line, counted from 1.
    func line(_ number: Int) -> String {
        number >= 1 && number <= lines.count ? lines[number - 1] : ""
    }

    /// A breach of a rule in this file.
    func violation(_ line: Int, _ rule: String, _ detail: String) -> Violation {
        Violation(path: path, line: line, rule: rule, detail: detail)
    }
}
