import Testing

@testable import Store

@Suite struct ArrayTextTests {
    @Test(
        arguments: [
            ("{}", []), ("{a}", ["a"]), ("{a,b}", ["a", "b"]), ("{NULL}", [nil]),
            ("{\"NULL\"}", ["NULL"]), ("{\"\"}", [""]), ("{\"a b\",c}", ["a b", "c"]),
            ("{\"q\\\"q\",\"b\\\\s\"}", ["q\"q", "b\\s"]), ("{\"{x,y}\"}", ["{x,y}"]),
            ("[0:1]={a,b}", ["a", "b"]), ("{ä,\"日 本\"}", ["ä", "日 本"]),
        ] as [(String, [String?])]
    )
    func `The server's form of a list is read`(text: String, elements: [String?]) {
        #expect(ArrayText.decode(Array(text.utf8).span) == elements)
    }

    @Test(arguments: [
        "", "{", "}", "a", "{a", "{a,}", "{,a}", "{\"a}", "{\"a\\", "{{a},{b}}", "{a}b", "{}x",
        "[0:1]", "{a\"b\"}",
    ])
    func `What is no one-dimensional list is refused`(text: String) {
        #expect(ArrayText.decode(Array(text.utf8).span) == nil)
    }

    @Test func `What is written is read back`() {
        let awkward: [String?] = [
            nil, "", "NULL", "null", "{}", "a,b", "\"", "\\", "\\\"", " x ", "ä€😀", "\n\t",
        ]
        #expect(ArrayText.decode(Array(ArrayText.encode(awkward).utf8).span) == awkward)
        #expect(ArrayText.encode([]) == "{}")
        #expect(ArrayText.encodeBare(["1", nil]) == "{1,NULL}")
    }
}
