import Testing

@testable import Store

@Suite struct SharedValuesTests {
    @Test func `The same text is made once, as long as no other falls on its place`() throws {
        let values = SharedValues<String>(places: 1)
        var made: [String] = []
        func value(_ text: String) throws(PostgresError) -> String {
            try values.value(of: text.utf8.span) { (bytes) throws(PostgresError) in
                made.append(bytes.text)
                return bytes.text
            }
        }
        for text in ["a", "a", "b", "b", "", "", "a"] { #expect(try value(text) == text) }
        #expect(made == ["a", "b", "", "a"])
    }

    @Test func `Texts up to a length are remembered, longer ones are not`() throws {
        let longest = SharedValues<Int>.longestText
        for (length, times) in [(longest, 1), (longest + 1, 2)] {
            let values = SharedValues<Int>(places: 4)
            let text = String(repeating: "x", count: length)
            var made = 0
            for _ in 1...2 {
                _ = try values.value(of: text.utf8.span) { (_) throws(PostgresError) in
                    made += 1
                    return made
                }
            }
            #expect(made == times)
        }
    }

    @Test func `What cannot be made is not remembered`() throws {
        let values = SharedValues<Int>(places: 1)
        #expect(throws: PostgresError.self) {
            try values.value(of: "a".utf8.span) { (_) throws(PostgresError) in
                throw PostgresError(.unreadable, "no value")
            }
        }
        #expect(try values.value(of: "a".utf8.span) { (_) throws(PostgresError) in 7 } == 7)
    }
}
