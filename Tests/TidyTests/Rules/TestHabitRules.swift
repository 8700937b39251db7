/// How tests are written: they wait for events, never for time, and none is left out in silence.
enum TestHabitRules {
    private static let rule = "test habits"

    private static let sleeps: Set<String> = ["sleep", "usleep", "nanosleep"]

    /// Traits that leave a test out.
    private static let skips: Set<String> = ["disabled", "enabled"]

    /// Sleeps, skips and the other test library, outside the folder of support code.
    static func violations(in file: SourceFile) -> [Violation] {
        guard !file.lies(in: "Tests/TestSupport") else { return [] }
        return file.tokens.indices.compactMap { index in
            let token = file.tokens[index]
            guard token.kind == .word else { return nil }
            let isCall = index + 1 < file.tokens.count && file.tokens[index + 1].isMark("(")
            if isCall, sleeps.contains(token.text) {
                return file.violation(token.line, rule, "wait for the event, not for time")
            }
            if isCall, skips.contains(token.text), index > 0, file.tokens[index - 1].isMark(".") {
                let detail = "only a trait of TestSupport may leave a test out, and says so"
                return file.violation(token.line, rule, detail)
            }
            if token.text == "XCTest" {
                return file.violation(token.line, rule, "the tests use Swift Testing")
            }
            return nil
        }
    }
}
