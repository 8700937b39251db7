import TestSupport
import Testing

@testable import Store

@Suite struct KeyListingTests {
    private static let past = Timestamp(milliseconds: 1_700_000_000_000)

    private func fill(_ managed: ManagedDatabase) async throws {
        func text(_ column: KeyColumn, _ value: String) -> KeySetting {
            KeySetting(column, .text(value), parameter: column.rawValue)
        }
        let blocked = KeySetting(.blocked, .flag(true), parameter: "blocked")
        let expired = KeySetting(.expires, .time(Self.past), parameter: "expires")
        let lasting = KeySetting(.expires, .time(FixedClock.start), parameter: "expires")
        try await managed.make("sk-1", .alias("1"), text(.userID, "u1"), text(.teamID, "t1"))
        try await managed.make("sk-2", .alias("2"), text(.userID, "u1"), blocked)
        try await managed.make("sk-3", .alias("3"), text(.teamID, "t1"), expired)
        try await managed.make("sk-4", .alias("4"), text(.teamID, "t1"), expired, blocked)
        try await managed.make("sk-5", .alias("5"), lasting)
    }

    private static let filters: [(KeyFilter, Set<String>)] = [
        (KeyFilter(), ["1", "2", "3", "4", "5"]),
        (KeyFilter(equal: [.userID: "u1"]), ["1", "2"]),
        (KeyFilter(equal: [.teamID: "t1"]), ["1", "3", "4"]),
        (KeyFilter(equal: [.userID: "u1", .teamID: "t1"]), ["1"]),
        (KeyFilter(equal: [.keyAlias: "3"]), ["3"]),
        (KeyFilter(equal: [.keyAlias: "%"]), []),
        (KeyFilter(equal: [.organizationID: "o1"]), []),
        (KeyFilter(status: .active), ["1", "5"]),
        (KeyFilter(status: .expired), ["3", "4"]),
        (KeyFilter(status: .blocked), ["2", "4"]),
        (KeyFilter(equal: [.teamID: "t1"], status: .active), ["1"]),
    ]

    @Test(arguments: [ManagedDatabase.Origin.created, .spring2025UnderPrefix])
    func `filters narrow the list down`(origin: ManagedDatabase.Origin) async throws {
        try await ManagedDatabase.with(origin) { managed in
            try await fill(managed)
            for (filter, aliases) in Self.filters {
                let page = try await managed.keys.list(filter, page: 1, size: 100)
                let tokens = Set(aliases.map { TokenHash(ofKey: "sk-\($0)").hex })
                #expect(Set(page.records.map(\.token)) == tokens)
                #expect(page.total == Int64(aliases.count))
            }
        }
    }

    @Test func `pages follow each other in the order of tokens`() async throws {
        try await ManagedDatabase.with { managed in
            try await fill(managed)
            let all = (1...5).map { TokenHash(ofKey: "sk-\($0)").hex }.sorted()
            var listed: [String] = []
            for number: Int64 in 1...4 {
                let page = try await managed.keys.list(KeyFilter(), page: number, size: 2)
                #expect(page.total == 5)
                listed += page.records.map(\.token)
            }
            #expect(listed == all)
        }
    }

    @Test func `a page is read along the index`() async throws {
        try await ManagedDatabase.with { managed in
            let sql = KeySQL(catalog: managed.catalog)
            let conditions = KeyConditions(KeyFilter(), now: FixedClock.start)
            let statement = sql.page(conditions)
                .replacing("$1", with: "10").replacing("$2", with: "0")
            let plan = try await managed.database.run { connection throws(PostgresError) in
                try connection.execute("SET enable_seqscan = off")
                var lines = ""
                for row in try connection.execute("EXPLAIN " + statement) {
                    lines += try row.text(0) + "\n"
                }
                return lines
            }
            #expect(plan.contains("VerificationToken_pkey"))
        }
    }
}
