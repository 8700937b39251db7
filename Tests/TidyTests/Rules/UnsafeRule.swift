/// What the compiler can't check stands in few places, all of them listed here.
enum UnsafeRule {
    private static let rule = "unsafe code"

    /// The edges to C libraries, one folder each: pointers, and promises the compiler can't check.
    private static let edges = [
        "Sources/Store/PostgreSQL",
        "Sources/Store/LibCrypto",
        "Sources/Wire/JSON/JSONC",
    ]

    /// The folder of a module that holds its system calls.
    private static let systemFolder = "System"

    /// Words that system calls need as well as C libraries.
    private static let pointerWords: Set<String> = [
        "unsafe", "OpaquePointer", "UnsafePointer", "UnsafeMutablePointer", "UnsafeRawPointer",
        "UnsafeMutableRawPointer", "UnsafeBufferPointer", "UnsafeMutableBufferPointer",
        "UnsafeRawBufferPointer", "UnsafeMutableRawBufferPointer", "unsafeBitCast",
        "unsafeDowncast", "Unmanaged",
    ]

    /// Uses of unsafe code outside those places, and unchecked promises outside the C edges.
    static func violations(in file: SourceFile) -> [Violation] {
        if edges.contains(where: file.lies) { return [] }
        let isSystem = file.folders.contains(systemFolder)
        return file.tokens.indices.compactMap { index in
            let token = file.tokens[index]
            if isUncheckedPromise(file.tokens, index) {
                let detail = "\(token.text) promises what only a C edge may promise"
                return file.violation(token.line, rule, detail)
            }
            guard !isSystem, token.kind == .word, pointerWords.contains(token.text) else {
                return nil
            }
            let detail = "\(token.text) belongs in a \(systemFolder) folder or a C edge"
            return file.violation(token.line, rule, detail)
        }
    }

    /// Whether this is `@unchecked`, or the `unsafe` of `nonisolated(unsafe)`.
    private static func isUncheckedPromise(_ tokens: [Token], _ index: Int) -> Bool {
        guard index >= 2 else { return false }
        if tokens[index].isWord("unchecked") { return tokens[index - 1].isMark("@") }
        return tokens[index].isWord("unsafe") && tokens[index - 1].isMark("(")
            && tokens[index - 2].isWord("nonisolated")
    }
}
