import Store
import Testing

@Suite struct GrantIDTests {
    private static let secret = GrantSecret(0x0123_4567_89ab_cdef, 1)
    private static let plain = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_%"
    )
    private static let token = TokenHash(ofKey: "sk-1234567890abcdef")

    @Test(arguments: [
        nil, "alice", "ünï.cödé", "a.b.c", "%41", "two words\n\"", "A-Z_0", "é", "e\u{301}",
        String(repeating: "ü", count: GrantLimits.endUserBytes / 2),
    ])
    func `an id says whom it is for, there and back`(endUser: String?) throws {
        for token in [Self.token, nil] {
            let id = try #require(
                GrantID(token: token, endUserID: endUser, secret: Self.secret)
            )
            let read = try #require(GrantID(id.text))
            #expect(read == id)
            #expect(read.token == token)
            #expect(read.endUserID.map { Array($0.utf8) } == endUser.map { Array($0.utf8) })
            #expect(id.text.allSatisfy(Self.plain.contains))
        }
    }

    @Test func `the two spellings of an accent are two end users`() {
        let one = GrantID(token: nil, endUserID: "é", secret: Self.secret)
        let two = GrantID(token: nil, endUserID: "e\u{301}", secret: Self.secret)
        #expect(one != nil && two != nil && one != two)
    }

    @Test func `an empty end user is none`() {
        let id = GrantID(token: nil, endUserID: "", secret: Self.secret)
        #expect(id == GrantID(token: nil, endUserID: nil, secret: Self.secret))
        #expect(id?.text == "g1.master..0123456789abcdef0000000000000001")
    }

    @Test func `an end user may have so many bytes and no more`() {
        let longest = String(repeating: "x", count: GrantLimits.endUserBytes)
        #expect(GrantID(token: nil, endUserID: longest, secret: Self.secret) != nil)
        #expect(GrantID(token: nil, endUserID: longest + "x", secret: Self.secret) == nil)
        let text = "g1.master.\(longest)x.0123456789abcdef0000000000000001"
        #expect(GrantID(text) == nil)
    }

    @Test func `an end user whom Postgres cannot store has no grant`() {
        #expect(GrantID(token: nil, endUserID: "a\u{0}b", secret: Self.secret) == nil)
    }

    @Test(arguments: [
        "", "g1", "g1...", "g2.master..0123456789abcdef0000000000000001",
        "g1.nobody..0123456789abcdef0000000000000001",
        "g1.master..0123456789ABCDEF0000000000000001",
        "g1.master..0123456789abcdef000000000000001",
        "g1.master..0123456789abcdef00000000000000011",
        "g1.master..0123456789abcdef0000000000000001.",
        "g1.master.a b.0123456789abcdef0000000000000001",
        "g1.master.%41.0123456789abcdef0000000000000001",
        "g1.master.%C3%BC.0123456789abcdef0000000000000001",
        "g1.master.%ff.0123456789abcdef0000000000000001",
        "g1.master.%00.0123456789abcdef0000000000000001",
        "g1.master.alice%00.0123456789abcdef0000000000000001",
        "g1.master.%.0123456789abcdef0000000000000001",
        "g1.master.%4.0123456789abcdef0000000000000001",
        " g1.master..0123456789abcdef0000000000000001",
    ])
    func `anything else is no id`(text: String) {
        #expect(GrantID(text) == nil)
    }

    @Test func `a text without end is not read`() {
        #expect(GrantID(String(repeating: "g1.", count: 1_000_000)) == nil)
    }
}
