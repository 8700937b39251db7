import Testing

@Suite struct SourceFileTests {
    @Test func `the last line break begins no line`() {
        #expect(SourceFile(path: "a.swift", text: "x\ny\n").lines == ["x", "y"])
        #expect(SourceFile(path: "a.swift", text: "x\n\ny").lines == ["x", "", "y"])
        #expect(SourceFile(path: "a.swift", text: "").lines.isEmpty)
    }

    @Test func `a path is cut into its names`() {
        let file = SourceFile(path: "Sources/Wire/JSON/JSON+Text.swift", text: "")
        #expect(file.baseName == "JSON+Text")
        #expect(file.subject == "JSON")
        #expect(file.folders == ["Sources", "Wire", "JSON"])
        #expect(file.lies(in: "Sources/Wire"))
        #expect(!file.lies(in: "Sources/Wi"))
    }

    @Test func `a violation names place and rule`() {
        let file = SourceFile(path: "Sources/A.swift", text: "")
        #expect(file.violation(7, "purity", "no").description == "Sources/A.swift:7: purity: no")
    }
}
