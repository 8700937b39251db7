import Testing

@Suite struct SizeRuleTests {
    private func function(lines: Int) -> String {
        "func f() {\n" + String(repeating: "    x()\n", count: lines - 2) + "}\n"
    }

    @Test func `a file may have 400 lines and not 401`() {
        let full = SourceFile(path: "a.swift", text: String(repeating: "\n", count: 400))
        #expect(SizeRules.files(full).isEmpty)
        let over = SourceFile(path: "a.swift", text: String(repeating: "\n", count: 401))
        #expect(SizeRules.files(over).map(\.line) == [401])
    }

    @Test func `a function may have 60 lines and not 61`() {
        let full = SourceFile(path: "a.swift", text: function(lines: 60))
        #expect(SizeRules.functions(full).isEmpty)
        let over = SourceFile(path: "a.swift", text: "\n" + function(lines: 61))
        #expect(SizeRules.functions(over).map(\.line) == [2])
    }

    @Test func `a computed property is measured like a function`() {
        let body = String(repeating: "    x()\n", count: 60)
        let file = SourceFile(path: "a.swift", text: "var p: Int {\n" + body + "}\n")
        #expect(SizeRules.functions(file).count == 1)
    }

    @Test func `a line may have 100 characters and not 101`() {
        let full = String(repeating: "é", count: 100)
        let file = SourceFile(path: "a.swift", text: "\(full)\n\(full)x\n// https://\(full)\n")
        #expect(SizeRules.lines(file).map(\.line) == [2])
    }
}
