/// A folder is a concept: these names say nothing about what is inside.
enum FolderRule {
    private static let emptyNames: Set<String> = [
        "util", "utils", "utilities", "helper", "helpers", "common", "misc", "new",
    ]

    /// Folders with such a name.
    static func violations(in folders: [String]) -> [Violation] {
        folders.compactMap { path in
            let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
            guard emptyNames.contains(name) else { return nil }
            return Violation(
                path: path,
                line: 0,
                rule: "folder name",
                detail: "name the concept instead"
            )
        }
    }
}
