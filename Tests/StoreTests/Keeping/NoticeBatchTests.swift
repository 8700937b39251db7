import Testing

@testable import Store

@Suite struct NoticeBatchTests {
    private let token = TokenHash(ofKey: "sk-1")

    @Test func `rows, whole tables and probes are sorted apart`() {
        let other = TokenHash(ofKey: "sk-2")
        let batch = NoticeBatch([
            "1;VerificationToken;\(token)", "1;TeamTable", "1;probe;abc",
            "1;TeamMembership;user;team", "1;ModelTable;12",
            "1;VerificationToken;\(token);\(other)", "1;EndUserTable;a\\;b",
        ])
        #expect(
            batch.rows == [
                .key(token), .teamMember(MembershipID(userID: "user", groupID: "team")),
                .modelAliases(12), .key(token), .key(other), .endUser("a;b"),
            ]
        )
        #expect(batch.wholeTables == [.teams])
        #expect(batch.probes == ["abc"])
        #expect(batch.junk == 0)
    }

    @Test(arguments: [
        "", "1", "2;TeamTable", "1;NoSuchTable", "1;SpendLogs", "1;VerificationToken;sk-clear",
        "1;VerificationToken;\(String(repeating: "A", count: 64))", "1;ModelTable;many",
        "1;ModelTable;99999999999", "1;TeamMembership;user", "1;probe", "1;TeamTable;a\\b",
        "hello", "1;TeamTable;a;b;c",
    ])
    func `what means nothing is counted and ignored`(payload: String) {
        let batch = NoticeBatch([payload])
        #expect(batch.junk == 1)
        #expect(batch.rows.isEmpty && batch.wholeTables.isEmpty && batch.probes.isEmpty)
    }

    @Test func `a key that got another hash is both rows, and a move`() {
        let other = TokenHash(ofKey: "sk-2")
        let batch = NoticeBatch(["1;VerificationToken;\(token);\(other)", "1;TeamTable;a;b"])
        #expect(batch.rows == [.key(token), .key(other), .team("a"), .team("b")])
        #expect(batch.keyMoves == [KeyMove(from: token, to: other)])
    }

    @Test func `every cached table can be named, as a whole and by row`() {
        for name in TableName.cached {
            let key = name.noticeKey.map { _ in
                name == .modelTable ? "1" : "\(token)"
            }
            let batch = NoticeBatch([
                NoticePayload.row(name, key: key).text, NoticePayload.table(name).text,
            ])
            #expect(batch.rows.count == 1)
            #expect(batch.wholeTables.count == 1)
            #expect(batch.junk == 0)
        }
        #expect(Set(TableName.cached.compactMap(CachedTable.init)) == Set(CachedTable.allCases))
        #expect(Set(CachedTable.loadOrder) == Set(CachedTable.allCases))
    }
}
