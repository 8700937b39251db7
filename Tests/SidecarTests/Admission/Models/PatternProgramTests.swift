import Testing

@testable import Sidecar

struct PatternProgramTests {
    /// The language as Python's `re` has it, checked against CPython 3.11.
    @Test(arguments: [
        ("a{2}*", "aab", true), ("a{2}*", "ab", false), ("a{,2}b*", "b", true),
        ("a{2,}b*", "aaab", true), ("a{2,3}b*", "aaaab", false), ("a{x}*", "a{x}", true),
        ("(?:ab)+*", "ababX", true), ("(a|b|)c*", "c", true), ("[]a]*", "]x", true),
        ("[a-c]*", "b", true), ("[a-]*", "-", true), ("[\\d-]*", "-", true),
        ("[^\\d]*", "1", false), ("\\w*", "é", true), ("\\W*", "é", false), ("\\S*", " ", false),
        ("\\**", ".", true), ("[*]*", ".", true), ("x|y*", "xanything", true),
        ("x|y*", "yanything", true), ("x|y*", "z", false), ("a+?*", "a", true),
        ("^a*", "a", true), ("a$*", "a", true), ("a$*", "ab", false), ("(a$|b)*", "b1", true),
        ("\\.*", ".x", true),
    ])
    func `An expression covers`(_ entry: String, _ name: String, _ covers: Bool) throws {
        let program = PatternProgram(entry: entry)
        #expect((program?.matches(name) ?? false) == covers)
    }

    @Test func `Nested repetition takes time that is linear in the name`() throws {
        let program = try #require(PatternProgram(entry: "(((a+)+)+)+$|*\\d"))
        let name = String(repeating: "a", count: 200) + "!"
        #expect(!program.matches(name))
    }

    @Test func `Nested repetition of nothing ends`() {
        #expect(PatternProgram(entry: "((){200}){200}*") == nil)
    }

    @Test func `An entry may have so many bytes, and a name`() {
        let bytes = AdmissionLimits.patternBytes
        let tail = "+*"
        let longest = "[ab]" + String(repeating: "a", count: bytes - 6 - 50) + tail
        #expect(PatternProgram(entry: longest) != nil)
        let over = "[" + String(repeating: "a", count: bytes - 3) + "]" + tail
        #expect(over.utf8.count == bytes + 1)
        #expect(PatternProgram(entry: over) == nil)
        #expect(PatternProgram(entry: String(over.dropFirst(2)).replacing("]", with: "")) == nil)

        let program = PatternProgram(entry: "a+*")
        let names = AdmissionLimits.patternNameBytes
        #expect(program?.matches(String(repeating: "a", count: names)) == true)
        #expect(program?.matches(String(repeating: "a", count: names + 1)) == false)
    }

    @Test func `An entry may have so many instructions`() {
        // Beside the repetitions: start, split, any, jump, end, accept.
        let most = (AdmissionLimits.patternInstructions - 6) / 2
        #expect(PatternProgram(entry: "a{\(most)}*") != nil)
        #expect(PatternProgram(entry: "a{\(most + 1)}*") == nil)
    }

    @Test func `Groups may be nested so deep`() {
        // The outermost expression is one level itself.
        let deepest = AdmissionLimits.patternDepth - 1
        #expect(PatternProgram(entry: nested(deepest)) != nil)
        #expect(PatternProgram(entry: nested(deepest + 1)) == nil)
    }

    private func nested(_ depth: Int) -> String {
        String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth) + "*"
    }
}
