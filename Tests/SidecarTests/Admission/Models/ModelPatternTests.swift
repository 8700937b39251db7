import Store
import Testing

@testable import Sidecar

struct ModelPatternTests {
    @Test(arguments: [
        ("openai/*", "openai/gpt-4o", true),
        ("openai/*", "openai/", true),
        ("openai/*", "xopenai/gpt-4o", false),
        ("*-mini", "gpt-4o-mini", true),
        ("*-mini", "gpt-4o-mini-x", false),
        ("gpt-*-mini", "gpt-4o-mini-mini", true),
        ("a*b*c", "abbbc", true),
        ("a*b*c", "acb", false),
        ("**", "", true),
        ("gpt-4o", "gpt-4o", false),
    ])
    func `A star stands for any characters`(_ entry: String, _ name: String, _ covers: Bool) {
        #expect(ModelPattern.matches(entry, name) == covers)
    }

    @Test(arguments: [
        ("bedrock/us.*", "bedrock/us.nova", true),
        ("bedrock/us.*", "bedrock/usXnova", true),
        ("bedrock/us.*", "bedrock/us", false),
        ("gpt-4.1*", "gpt-4x1", true),
        ("gpt-4.1*", "gpt-4é1", true),
        ("x.*", "x\n", false),
        ("x.*y*", "xéy", true),
    ])
    func `A dot stands for any one character, for the proxy does not escape it`(
        _ entry: String,
        _ name: String,
        _ covers: Bool
    ) {
        #expect(ModelPattern.matches(entry, name) == covers)
    }

    @Test func `No star reaches over a newline, but one may stand at the end`() {
        #expect(!ModelPattern.matches("a*b", "a\nb"))
        #expect(ModelPattern.matches("a*", "ab\n"))
        #expect(!ModelPattern.matches("a*", "ab\n\n"))
    }

    @Test(arguments: [
        ("gpt-(4o|4.1)*", "gpt-4o-mini", true),
        ("gpt-(4o|4.1)*", "gpt-3", false),
        ("gpt-[34]*", "gpt-4o", true),
        ("gpt-[^34]*", "gpt-4o", false),
        ("a+*", "aaab", true),
        ("colou?r*", "color", true),
        ("gpt-\\d*", "gpt-4o", true),
        ("gpt-\\d*", "gpt-x", false),
    ])
    func `Other characters have the meaning that a regular expression gives them`(
        _ entry: String,
        _ name: String,
        _ covers: Bool
    ) {
        #expect(ModelPattern.matches(entry, name) == covers)
    }

    @Test(arguments: ["gpt-(*", "gpt-[*", "+*", "a**?+", "(?=a)*", "(a)\\1*", "a{3,2}*"])
    func `An entry that is no regular expression, or none that is read, covers nothing`(
        _ entry: String
    ) {
        #expect(!ModelPattern.matches(entry, "gpt-4o"))
        let world = AdmissionWorld { $0.key.models = [entry, "gpt-4o"] }
        #expect(world.refusal(model: "gpt-4o") == nil, "the other entries still count")
    }

    @Test func `A wildcard deployment takes every character but the star as it stands`() {
        #expect(ModelPattern.deploymentServes("us.(x)/*", "us.(x)/a"))
        #expect(!ModelPattern.deploymentServes("us.(x)/*", "usX(x)/a"))
        #expect(!ModelPattern.deploymentServes("us", "us"))
    }

    @Test(arguments: [3, UInt64.random(in: 0 ... .max)])
    func `The quick way and the regular expression agree`(_ seed: UInt64) throws {
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        var covered = 0
        for _ in 0..<5_000 {
            let entry = word(of: ["a", "b", "*", ".", "é", "/"], using: &random) + "*"
            let name = word(of: ["a", "b", "é", "/", "a", "\n"], using: &random)
            let program = try #require(PatternProgram(entry: entry))
            let quick = ModelPattern.matches(entry, name)
            #expect(quick == program.matches(name), "seed \(seed): \(entry) and \(name)")
            covered += quick ? 1 : 0
        }
        #expect(covered > 100)
    }

    private func word(of letters: [String], using random: inout SeededRandom) -> String {
        (0..<random.next() % 7).map { _ in random.pick(letters) }.joined()
    }
}
