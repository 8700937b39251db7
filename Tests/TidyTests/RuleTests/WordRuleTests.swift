import Testing

@Suite struct WordRuleTests {
    private func unfinished(_ text: String) -> Int {
        WordRules.unfinished(path: "a", text: text).count
    }

    private func foreign(_ text: String) -> [Int] {
        WordRules.foreign(path: "a", text: text).map(\.line)
    }

    @Test func `marks of unfinished work are found whatever their case`() {
        #expect(unfinished("// TO" + "DO: x") == 1)
        #expect(unfinished("// Fix" + "me") == 1)
        #expect(unfinished("a\nfatalError(\"not " + "implemented\")") == 1)
        #expect(unfinished("// a Place" + "holder") == 1)
    }

    @Test func `a part of a longer word is no mark`() {
        #expect(unfinished("todo" + "s mastodon methodology") == 0)
        #expect(unfinished("it is not yet done") == 0)
    }

    @Test func `paths of a machine are found with their line`() {
        #expect(foreign("a\nsee /wo" + "rk/main") == [2])
        #expect(foreign("../" + "shared/x") == [1])
        #expect(foreign("see issue" + " #4 and PROTOCOLS" + " §1") == [1, 1])
    }

    @Test func `ordinary paths and words are passed`() {
        #expect(foreign("proto-docs/protocol.md /network/ /var/lib /tmp/x tissue").isEmpty)
    }
}
