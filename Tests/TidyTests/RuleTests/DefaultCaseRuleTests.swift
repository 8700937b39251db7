import Testing

@Suite struct DefaultCaseRuleTests {
    private func violations(_ text: String) -> [Violation] {
        DefaultCaseRule.violations(in: SourceFile(path: "Sources/Wire/A.swift", text: text))
    }

    @Test(arguments: [
        "switch a {\ndefault: 1\n}", "switch a { case .b: 1; default: 2 }",
        "f(x) { switch a {\n  default:\n    1\n} }",
        "switch a {\ndefault:  // everything else\n}",
    ])
    func `a default case without its reason is found`(text: String) {
        #expect(violations(text).count == 1, "\(text)")
    }

    @Test(arguments: [
        "switch a {\ndefault:  // open set: bytes of the peer\n}",
        "switch a { @unknown default: 1 }",
        "f(a: 1,\n  default: 2)", "{ Setting(\n  default: 2\n) }", "let x = [\"default\": 1]",
        "// default: 1", "let s = \"default: 1\"",
    ])
    func `a reason, a label or a word is passed`(text: String) {
        #expect(violations(text).isEmpty, "\(text)")
    }
}
