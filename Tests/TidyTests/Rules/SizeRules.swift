/// How long files, functions and lines may be.
enum SizeRules {
    static let fileLines = 400
    static let functionLines = 60
    static let lineCharacters = 100

    /// Files that are too long.
    static func files(_ file: SourceFile) -> [Violation] {
        guard file.lines.count > fileLines else { return [] }
        let detail = "\(file.lines.count) lines, at most \(fileLines): split it by concept"
        return [file.violation(file.lines.count, "file size", detail)]
    }

    /// Functions and computed properties that are too long.
    static func functions(_ file: SourceFile) -> [Violation] {
        file.declarations.compactMap { declaration in
            let isMeasured = declaration.kind == .function || declaration.kind == .property
            guard isMeasured, declaration.lines.count > functionLines else { return nil }
            let detail = "\(declaration.name) has \(declaration.lines.count) lines, at most"
            return file.violation(
                declaration.lines.lowerBound,
                "function size",
                "\(detail) \(functionLines)"
            )
        }
    }

    /// Lines that are too long; an address that can't be broken may be.
    static func lines(_ file: SourceFile) -> [Violation] {
        file.lines.enumerated().compactMap { index, line in
            // Bytes are counted first: they are never fewer than characters, and cheap.
            guard line.utf8.count > lineCharacters, line.count > lineCharacters else { return nil }
            guard !line.contains("https://") else { return nil }
            let detail = "\(line.count) characters, at most \(lineCharacters)"
            return file.violation(index + 1, "line length", detail)
        }
    }
}
