import Testing

@Suite struct DocCommentRuleTests {
    private func violations(_ text: String) -> [Violation] {
        let file = SourceFile(path: "Sources/Wire/A.swift", text: text)
        return DocCommentRule.violations(in: file, demanded: Requirements([file]))
    }

    @Test(arguments: [
        "package struct A {", "    package var a: Int { 1 }", "package final class A {",
        "package static func f() {}", "package typealias T = Int", "@inlinable package func f() {}",
        "// a comment\npackage func a() {", "package init?(a: Int) {", "package init() throws(E) {",
        "let x = 1\n@Option(\n    name: .long\n)\npackage var a: Int { 1 }",
        "package static var a: Int { 1 }",
        "/// Of something else.\n\npackage enum A {", "package class func f() {}",
    ])
    func `a declaration without a comment is found`(text: String) {
        #expect(violations(text).count == 1, "\(text)")
    }

    @Test(arguments: [
        "/// It.\npackage struct A {", "/// It.\n@frozen\npackage enum A {",
        "/// It.\n@Option(\n    name: .long,\n    help: \"x\"\n)\npackage var a: Int",
        "/// It.\n@available(*, deprecated) @inlinable\npackage func f() {}",
        "/// It.\n// swift-format-ignore\npackage func f() {}",
        "package import Wire", "package init() {", "package init(a: Int) {\n    self.a = a\n}",
        "package static func == (a: A, b: A) -> Bool { true }",
        "package private(set) var a = 1", "    package let a: Int",
        "var a: Int", "let package = Package(name: x)", "// package struct A",
        "package init(a: Int) { f { throws } }",
    ])
    func `what has a comment or needs none is passed`(text: String) {
        #expect(violations(text).isEmpty, "\(text)")
    }

    @Test func `what a protocol explains needs no comment where it is done`() {
        let demand = "protocol P {\n  /// It.\n  func f()\n  func g()\n}\n"
        #expect(violations(demand + "struct A: P {\n  package func f() {}\n}").isEmpty)
        #expect(
            violations(demand + "struct A {\n}\nextension A: P {\n  package func f() {}\n}").isEmpty
        )
        #expect(violations(demand + "struct A {\n  package func f() {}\n}").count == 1)
        #expect(violations(demand + "struct A: P {\n  package func g() {}\n}").count == 1)
        #expect(
            violations(demand + "protocol Q: P {}\nenum A: Q {\n  package func f() {}\n}").isEmpty
        )
    }

    @Test func `what a library's protocol demands needs no comment`() {
        let text = "struct A: CustomStringConvertible {\n  package var description: String { x }\n}"
        #expect(violations(text).isEmpty)
        #expect(violations("struct A {\n  package var description: String { x }\n}").count == 1)
    }
}
