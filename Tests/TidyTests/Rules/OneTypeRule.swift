/// One type to a file, and the file is named for it: a stranger knows which file to open.
///
/// `Type.swift` declares `Type`; `Type+Topic.swift` extends it by a facet. Private types beside
/// them are the file's own business, and a file of free functions may have any name.
enum OneTypeRule {
    private static let rule = "one type per file"

    /// Types beside the first, and names that do not match.
    static func violations(in file: SourceFile) -> [Violation] {
        guard file.baseName != "main" else { return [] }
        let top = file.declarations.filter { $0.depth == 0 && !$0.isPrivate }
        let types = top.filter { $0.kind == .type }
        guard let type = types.first else {
            return extensions(in: file, top.filter { $0.kind == .extension })
        }
        var violations = types.dropFirst().map { second in
            file.violation(
                second.lines.lowerBound,
                rule,
                "\(second.name) belongs in \(second.name).swift"
            )
        }
        if type.name != file.baseName {
            let detail = "\(type.name) belongs in \(type.name).swift"
            violations.append(file.violation(type.lines.lowerBound, rule, detail))
        }
        return violations
    }

    private static func extensions(
        in file: SourceFile,
        _ extensions: [Declaration]
    ) -> [Violation] {
        guard let first = extensions.first else { return [] }
        let names = extensions.map(\.name).flatMap { name in
            [name] + name.split(separator: ".").map(String.init)
        }
        guard !file.baseName.contains("+") || !names.contains(file.subject) else { return [] }
        let detail = "a file that extends \(first.name) is called \(first.name)+Topic.swift"
        return [file.violation(first.lines.lowerBound, rule, detail)]
    }
}
