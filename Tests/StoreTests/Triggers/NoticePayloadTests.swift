import Store
import Testing

@Suite("Payloads of notices")
struct NoticePayloadTests {
    @Test(arguments: [
        ("1;TeamTable", NoticePayload.table(.teamTable)),
        ("1;TeamTable;t1", .row(.teamTable, key: ["t1"])),
        ("1;TeamTable;", .row(.teamTable, key: [""])),
        ("1;TeamTable;a;b", .moved(.teamTable, from: ["a"], to: ["b"])),
        ("1;TeamMembership;u;t", .row(.teamMembership, key: ["u", "t"])),
        (
            "1;TeamMembership;u;t;v;t",
            .moved(.teamMembership, from: ["u", "t"], to: ["v", "t"])
        ),
        (#"1;EndUserTable;a\;b\\c"#, .row(.endUserTable, key: [#"a;b\c"#])),
        ("1;probe;42", .probe("42")),
    ])
    func `each form reads as what it says and is written the same`(
        text: String,
        payload: NoticePayload
    ) {
        #expect(NoticePayload(text) == payload)
        #expect(payload.text == text)
    }

    @Test(arguments: [
        "", ";", "1", "1;", "2;TeamTable;t1", "TeamTable", "1;Nothing;x", "1;teamtable;x",
        "1;SpendLogs;x", "1;TeamTable;a;b;c", "1;TeamMembership;u", "1;TeamMembership;u;t;v",
        #"1;TeamTable;a\"#, #"1;TeamTable;a\b"#, "1;probe", "1;probe;a;b", "{\"table\":1}",
        "1;TeamTable;" + String(repeating: "x", count: 7_900),
    ])
    func `junk reads as nothing`(text: String) {
        #expect(NoticePayload(text) == nil)
    }

    @Test func `the longest payload is read, a longer one is not`() {
        let head = "1;TeamTable;"
        let room = NoticePayload.maximumBytes - head.utf8.count
        let longest = String(repeating: "x", count: room)
        #expect(NoticePayload(head + longest) == .row(.teamTable, key: [longest]))
        #expect(NoticePayload(head + longest + "x") == nil)
    }

    @Test func `any key comes back as it was`() {
        var random = SeededRandom(seed: 7)
        let letters = Array(#";\a1é漢"' "# + "\n\u{0}").map(String.init)
        for _ in 0..<2_000 {
            let key = (0..<2).map { _ in
                (0..<Int.random(in: 0...12, using: &random))
                    .map { _ in letters.randomElement(using: &random) ?? "" }.joined()
            }
            let payload = NoticePayload.row(.teamMembership, key: key)
            #expect(NoticePayload(payload.text) == payload)
            let moved = NoticePayload.moved(.userTable, from: [key[0]], to: [key[1]])
            #expect(NoticePayload(moved.text) == moved)
        }
    }

    @Test func `random junk never traps, and what reads is written the same`() {
        var random = SeededRandom(seed: 11)
        let pieces = [
            "1", "2", ";", "\\", "\\;", "TeamTable", "TeamMembership", "probe", "x", "é", "\0",
            "EndUserTable", ";;", "1;",
        ]
        var readable = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...8, using: &random))
                .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            guard let payload = NoticePayload(text) else { continue }
            readable += 1
            #expect(payload.text == text)
        }
        #expect(readable > 0)
    }

    @Test func `channels differ by schema and prefix and are lower case`() throws {
        let names = [
            NoticeChannel(schema: .public, prefix: .standard),
            NoticeChannel(schema: .public, prefix: try TablePrefix("MishikaLLM_")),
            NoticeChannel(schema: try SchemaName("tenant"), prefix: .standard),
        ].map(\.name)
        #expect(Set(names).count == 3)
        #expect(names[0] == "sidecar_306ffeff31e31524")
        #expect(names.allSatisfy { $0 == $0.lowercased() && $0.utf8.count <= 63 })
    }
}
