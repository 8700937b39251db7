import Testing

@Suite struct DeclarationScannerTests {
    private func declarations(_ text: String) -> [Declaration] {
        DeclarationScanner.declarations(in: Lexer.tokens(of: text))
    }

    @Test func `a type and its functions have their lines`() {
        let found = declarations(
            """
            package struct Fence {
                var count: Int { 1 }
                init(a: Int = { 2 }()) {
                    self.a = a
                }
                func open<T>(
                    _ x: T
                ) -> Int where T: P {
                    if x { return 1 }
                    return 2
                }
            }
            """
        )
        #expect(
            found.map { "\($0.kind) \($0.name) \($0.lines.lowerBound)-\($0.lines.upperBound)" } == [
                "type Fence 1-12", "property count 2-2", "function init 3-5", "function open 6-11",
            ]
        )
        #expect(found.map(\.depth) == [0, 1, 1, 1])
    }

    @Test func `private types are marked`() {
        let found = declarations(
            "private struct A {}\nfileprivate final class B {}\nenum C {}\npublic actor D {}"
        )
        #expect(found.map(\.name) == ["A", "B", "C", "D"])
        #expect(found.map(\.isPrivate) == [true, true, false, false])
    }

    @Test func `requirements have no body`() {
        let found = declarations(
            """
            protocol P {
                func a()
                func b(_ x: Int) throws -> Int
                init()
                var c: Int { get }
            }
            func d() {}
            """
        )
        #expect(found.map(\.name) == ["P", "c", "d"])
    }

    @Test func `a stored property does not take the brace of another statement`() {
        let found = declarations("func f() {\n    var x = 1\n    if x > 0 {\n    }\n}")
        #expect(found.map(\.name) == ["f"])
    }

    @Test func `calls and members are no declarations`() {
        let found = declarations(
            """
            func f() {
                self.init(a: 1) { 2 }
                let x = T.init { 3 }
                g(actor: 1, `class`: 2) { 4 }
                switch x { case .extension: h(); case .struct: i() }
            }
            """
        )
        #expect(found.map(\.name) == ["f"])
    }

    @Test func `a class function is a function`() {
        let found = declarations("class A {\n    class func make() {}\n}")
        #expect(found.map(\.kind) == [.type, .function])
        #expect(found.map(\.name) == ["A", "make"])
    }

    @Test func `an extension keeps the dots of its name`() {
        let found = declarations("extension Wire.Error: P where T: Q {\n}\nimport struct A.B\n")
        #expect(found.map(\.name) == ["Wire.Error"])
        #expect(found.map(\.kind) == [.extension])
        #expect(found.map(\.inherited) == [["P", "where", "T", "Q"]])
    }

    @Test func `a sentence is a function's name`() {
        let found = declarations("func `the enum is closed`() {}")
        #expect(found.map(\.name) == ["the enum is closed"])
    }
}
