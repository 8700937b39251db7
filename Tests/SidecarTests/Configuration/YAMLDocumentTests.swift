import Testing

@testable import Sidecar

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

    @Test(arguments: ["\n", "\r\n"])
    func `of a name that the proxy's part has twice the last one counts`(end: String) throws {
        let text = [
            "# ü", "general_settings:", "  database_url: first", "  master_key: 'x'",
            "  \"database_url\": second", "  deep: {a: 1, 'b': 2, 'a': 3, b: 4, a: 5}",
            "  database_url: third", "other: 1", "other: 2", "",
        ].joined(separator: end)
        let root = try YAMLDocument.parse(text, keeping: ["general_settings", "other"])
        let general = try #require(root["general_settings"])
        #expect(general["database_url"]?.content == .scalar("third"))
        #expect(general["database_url"]?.line == 7)
        #expect(general["deep"]?["a"]?.content == .scalar("5"))
        #expect(general["deep"]?["b"]?.content == .scalar("4"))
        #expect(root["other"]?.content == .scalar("2"))
        guard case .map(let entries) = general.content else { return }
        #expect(entries.map(\.name) == ["master_key", "deep", "database_url"])
    }

    @Test(arguments: [
        ("sidecar: {a: 1, a: 2}", 1, "a"), ("sidecar:\n  a: {b: 1, b: 2}", 2, "b"),
        ("x: 1\nsidecar: {}\nx: 2\nsidecar: {}", 2, "sidecar"),
    ])
    func `in our own part a name may stand once`(text: String, line: Int, name: String) {
        let failure = YAMLDocument.Failure(line: line, message: "set more than once: \(name)")
        #expect(throws: failure) { try YAMLDocument.parse(text, keeping: ["sidecar", "x"]) }
    }

    @Test func `so many names may stand twice, and not one more`() throws {
        func text(_ count: Int) -> String {
            (0..<count).map { "a\($0): 1\na\($0): 2\n" }.joined()
        }
        let most = YAMLDocument.maximumRepeatedNames
        let root = try YAMLDocument.parse(text(most), keeping: ["a0"])
        #expect(root["a0"]?.content == .scalar("2"))
        #expect(throws: YAMLDocument.Failure.self) {
            try YAMLDocument.parse(text(most + 1), keeping: ["a0"])
        }
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
