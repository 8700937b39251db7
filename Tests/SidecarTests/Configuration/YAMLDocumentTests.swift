import Sidecar
import Testing

@Suite struct YAMLDocumentTests {
    @Test func `only the wanted names are kept, with their lines`() throws {
        let root = try YAMLDocument.parse("a: 1\n\nb:\n  - x\n  - y: z\nc: 3\n", keeping: ["b"])
        let inner = ConfigNode(
            line: 5,
            .map([.init(name: "y", value: .init(line: 5, .scalar("z")))])
        )
        let list = ConfigNode(line: 4, .list([.init(line: 4, .scalar("x")), inner]))
        #expect(root.content == .map([.init(name: "b", value: list)]))
        #expect(root["a"] == nil)
    }

    @Test func `what stands in a mapping wins over what it merges`() throws {
        let text =
            "base: &base {x: 1, y: 2}\nmore: &more {y: 3, z: 4}\n"
            + "a: {<<: [*base, *more], x: 9}\n"
        let root = try YAMLDocument.parse(text, keeping: ["a"])
        let a = try #require(root["a"])
        #expect(a["x"]?.content == .scalar("9"))
        #expect(a["y"]?.content == .scalar("2"))
        #expect(a["z"]?.content == .scalar("4"))
    }

    @Test func `aliases of aliases are bounded`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let list = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(list)]\n"
        }
        #expect(throws: YAMLDocument.Failure.self) {
            try YAMLDocument.parse(text, keeping: ["a9"])
        }
    }

    @Test func `quoted words for nothing are texts`() throws {
        let root = try YAMLDocument.parse(
            "a: '~'\nb: \"\"\nc: ~\nd:\n",
            keeping: ["a", "b", "c", "d"]
        )
        #expect(root["a"]?.content == .scalar("~"))
        #expect(root["b"]?.content == .scalar(""))
        #expect(root["c"] == nil)
        #expect(root["d"] == nil)
    }

    @Test func `two documents in one file are refused`() {
        #expect(throws: YAMLDocument.Failure.self) {
            try YAMLDocument.parse("a: 1\n---\nb: 2\n", keeping: ["a"])
        }
    }

    @Test func `an unknown alias is refused with its line`() {
        #expect(
            throws: YAMLDocument.Failure(
                line: 2,
                message: "the file is not YAML: found undefined alias"
            )
        ) {
            try YAMLDocument.parse("a: 1\nb: *c\n", keeping: ["a"])
        }
    }
}
