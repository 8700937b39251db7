/// All SQL stands in the module that talks to Postgres.
enum SQLRule {
    private static let beginnings = [
        "SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE ", "CREATE SCHEMA ",
        "ALTER TABLE ", "DROP ", "LISTEN ", "NOTIFY ", "TRUNCATE ", "COPY ",
    ]

    /// String literals that begin like a statement, outside Store.
    static func violations(in file: SourceFile) -> [Violation] {
        guard !file.lies(in: "Sources/Store") else { return [] }
        return file.tokens.compactMap { token in
            guard token.kind == .literal else { return nil }
            let text = token.text.drop { $0.isWhitespace }
            guard beginnings.contains(where: { text.hasPrefix($0) }) else { return nil }
            return file.violation(token.line, "SQL", "statements belong in Store")
        }
    }
}
