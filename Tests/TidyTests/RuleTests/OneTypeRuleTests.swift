import Testing

@Suite struct OneTypeRuleTests {
    private func violations(_ name: String, _ text: String) -> [Violation] {
        OneTypeRule.violations(in: SourceFile(path: "Sources/Wire/\(name).swift", text: text))
    }

    @Test(arguments: [
        ("Fence", "struct Fence { enum Action {} }\nextension Fence: P {}"),
        ("Fence", "struct Fence {}\nprivate enum Step {}\nfileprivate class C {}"),
        ("Fence+Text", "extension Fence {\n}\nextension Fence: P {}"),
        ("WireError+Codes", "extension WireError.Kind {}"),
        ("Kind+Codes", "extension WireError.Kind {}"),
        ("Startup", "func start() {}"),
        ("main", "struct Anything {}\nstruct Other {}"),
        ("Fence", "// struct A {}\nstruct Fence {}\nlet x = \"struct B {}\""),
    ])
    func `these names are right`(name: String, text: String) {
        #expect(violations(name, text).isEmpty)
    }

    @Test(arguments: [
        ("Fence", "struct Fence {}\nenum Gate {}", 2),
        ("Fence", "struct Gate {}", 1),
        ("Fence+Text", "struct Fence {}", 1),
        ("FenceText", "\nextension Fence {}", 2),
        ("Gate+Text", "extension Fence {}", 1),
        ("Fence", "protocol Gate {}\nstruct Fence {}", 2),
    ])
    func `these names are wrong`(name: String, text: String, line: Int) {
        #expect(violations(name, text).contains { $0.line == line })
    }
}
