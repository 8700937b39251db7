import Testing

@Suite struct LexerTests {
    private func words(_ text: String) -> [String] {
        Lexer.tokens(of: text).filter { $0.kind == .word }.map(\.text)
    }

    @Test func `words and marks come with their lines`() {
        let tokens = Lexer.tokens(of: "let a =\n  b.c")
        #expect(
            tokens == [
                Token(kind: .word, text: "let", line: 1),
                Token(kind: .word, text: "a", line: 1),
                Token(kind: .punctuation, text: "=", line: 1),
                Token(kind: .word, text: "b", line: 2),
                Token(kind: .punctuation, text: ".", line: 2),
                Token(kind: .word, text: "c", line: 2),
            ]
        )
    }

    @Test(arguments: [
        "a // unsafe \"\n b", "a /* unsafe */ b", "a /* x /* unsafe */ unsafe */ b",
        "a /// unsafe `\n b", "a /*\n*\n*/ b",
    ])
    func `comments are no code`(text: String) {
        #expect(words(text) == ["a", "b"])
    }

    @Test(arguments: [
        #"a "unsafe" b"#, #"a "\"unsafe\"" b"#, ##"a #"un"safe"# b"##,
        "a \"\"\"\n unsafe \"x\" \n\"\"\" b",
        #"a "\\" b"#, "a \"\" b", "a \"unsafe\n b", ##"a #"\(unsafe)"# b"##, "a \"\\n\\u{20}\" b",
    ])
    func `string literals are no code`(text: String) {
        #expect(words(text) == ["a", "b"])
    }

    @Test(arguments: [
        #"a "x \(unsafe) y" b"#, #"a "\(f("\(unsafe)"))" b"#, ##"a #"x \#(unsafe) "y""# b"##,
        "a \"\"\"\n\\(unsafe)\n\"\"\" b",
    ])
    func `what is interpolated is code`(text: String) {
        #expect(words(text).filter { $0 != "f" } == ["a", "unsafe", "b"])
    }

    @Test func `a literal keeps its text and its first line`() {
        let tokens = Lexer.tokens(of: "x\n\"\"\"\n  SELECT 1\n  \"\"\"\ny")
        #expect(tokens.map(\.kind) == [.word, .literal, .word])
        #expect(tokens.map(\.line) == [1, 2, 5])
        #expect(tokens[1].text.contains("SELECT 1"))
    }

    @Test func `a name in backticks is no keyword`() {
        let tokens = Lexer.tokens(of: "func `the struct is \"unsafe\"`() {}")
        #expect(tokens.count { $0.kind == .quoted } == 1)
        #expect(words("func `the struct is unsafe`() {}") == ["func"])
    }

    @Test(arguments: ["\"", "\"\\(", "/*", "`", "#\"", "\"\"\"", "(", "\"\\", "é", "🙂 = 1", ""])
    func `any text ends`(text: String) {
        _ = Lexer.tokens(of: text)
        _ = Lexer.tokens(of: text + "\n}")
    }
}
