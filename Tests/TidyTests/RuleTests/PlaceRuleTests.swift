import Testing

/// The rules about where something stands: folders, SQL, and the habits of tests.
@Suite struct PlaceRuleTests {
    @Test func `folders with empty names are found at any depth`() {
        let folders = ["Sources", "Sources/Wire/Utils", "Tests/helpers", "Sources/Store/Newer"]
        let found = FolderRule.violations(in: folders).map(\.path)
        #expect(found == ["Sources/Wire/Utils", "Tests/helpers"])
    }

    @Test func `a statement outside Store is found`() {
        let text = #"let a = "SELECT 1""# + "\nlet b = \"\"\"\n    INSERT INTO x\n    \"\"\"\n"
        let outside = SourceFile(path: "Sources/Sidecar/A.swift", text: text)
        #expect(SQLRule.violations(in: outside).map(\.line) == [1, 2])
        let inside = SourceFile(path: "Sources/Store/Rows/A.swift", text: text)
        #expect(SQLRule.violations(in: inside).isEmpty)
    }

    @Test(arguments: [
        "try await Task.sleep(for: .seconds(1))", "usleep(3)",
        "@Test(.disabled(\"x\")) func f() {}",
        "@Test(.enabled(if: x)) func f() {}", "import XCTest",
    ])
    func `a test that waits for time or is left out is found`(line: String) {
        let test = SourceFile(path: "Tests/StoreTests/A.swift", text: line)
        #expect(TestHabitRules.violations(in: test).count == 1)
        let support = SourceFile(path: "Tests/TestSupport/A.swift", text: line)
        #expect(TestHabitRules.violations(in: support).isEmpty)
    }

    @Test(arguments: ["x.enabled = true", "let sleep = 1", "// Task.sleep(1)", "\"sleep(1)\""])
    func `words that only look like it are passed`(line: String) {
        let test = SourceFile(path: "Tests/StoreTests/A.swift", text: line)
        #expect(TestHabitRules.violations(in: test).isEmpty)
    }
}
