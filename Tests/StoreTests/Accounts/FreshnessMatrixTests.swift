import Testing

@testable import Store

/// What each state of the cache answers, cell by cell.
@Suite struct FreshnessMatrixTests {
    private let token = Sample.token(1)
    private let other = Sample.token(2)
    private static let references: [RowReference] = [
        .team("t"), .user("u"), .organization("o"), .budget("b"),
        .teamMember(MembershipID(userID: "u", groupID: "t")),
        .organizationMember(MembershipID(userID: "u", groupID: "o")), .accessGroup("g"),
        .modelAliases(7),
    ]

    private static let key = Sample.key(1) {
        $0.teamID = "t"
        $0.userID = "u"
        $0.organizationID = "o"
        $0.budgetID = "b"
        $0.accessGroupIDs = ["g"]
    }
    private static let rows: [any AccountRow] = [
        key, Sample.team("t") { $0.modelAliasesID = 7 }, Sample.user("u"),
        Sample.organization("o"), Sample.budget("b"), Sample.teamMember(user: "u", team: "t"),
        Sample.organizationMember(user: "u", organization: "o"), Sample.endUser("e"),
        AccessGroupRow(accessGroupID: "g", modelNames: ["gpt"]),
        ModelAliasesRow(id: 7, aliases: [:]),
    ]

    private func stale() -> CacheBench {
        var bench = CacheBench(Self.rows)
        _ = bench.askWaiting(token, endUser: "e")
        _ = bench.askWaiting(Sample.token(9), endUser: nil)
        _ = bench.askWaiting(token, endUser: "nobody")
        bench.cache.currency.lost(now: bench.now)
        return bench
    }

    private func expired() -> CacheBench {
        var bench = stale()
        bench.pass(AccountLimits().staleGrace)
        return bench
    }

    // MARK: Loading

    @Test func `loading, key in memory: single read`() {
        var bench = CacheBench()
        for row in Self.rows { bench.put(row) }
        #expect(bench.askWaiting(token).chain != nil)
        #expect(bench.ask(token).unread == [.key(token)], "read anew for every request")
        bench.put(Sample.key(1) { $0.isBlocked = true })
        #expect(bench.askWaiting(token).chain?.key.row.isBlocked == true)
    }

    @Test func `loading, key that the load has come by: single read`() {
        var bench = CacheBench()
        for row in Self.rows { bench.put(row) }
        bench.load(KeyRow.self)
        #expect(bench.ask(token).unread == [.key(token)])
    }

    @Test func `loading, key not in memory: single read`() {
        var bench = CacheBench()
        #expect(bench.ask(other).unread == [.key(other)])
        #expect(bench.askWaiting(other).isUnknownKey)
    }

    @Test func `loading, failed read: unavailable, never an unknown key`() {
        var bench = CacheBench()
        for row in Self.rows { bench.put(row) }
        #expect(bench.askWaiting(token).chain != nil)
        for key in [token, other] {
            var request = bench.request(key)
            #expect(bench.look(request).unread == [.key(key)])
            bench.failAll()
            request.age.hasFailedRead = true
            #expect(bench.look(request).isUnavailable)
        }
    }

    @Test(arguments: references)
    func `loading, row that the key refers to: single read`(reference: RowReference) {
        var bench = CacheBench()
        for row in Self.rows { bench.put(row) }
        let request = bench.request(token)
        var demanded: Set<RowReference> = []
        while let unread = bench.look(request).unread {
            demanded.formUnion(unread)
            bench.readAll()
        }
        #expect(demanded.contains(reference))
        #expect(bench.look(request).chain != nil)
    }

    @Test(arguments: references)
    func `loading, row that is not there: absent for the request`(reference: RowReference) {
        var bench = CacheBench()
        for row in Self.rows { bench.put(row) }
        bench.delete(reference)
        #expect(bench.askWaiting(token).chain?.isFresh == true)
    }

    @Test func `loading, end user: single read`() {
        var bench = CacheBench()
        for row in Self.rows { bench.put(row) }
        let chain = bench.askWaiting(token, endUser: "e").chain
        #expect(chain?.endUser != nil)
        #expect(chain?.isEndUserVerified == true)
        #expect(bench.askWaiting(token, endUser: "nobody").chain?.isEndUserVerified == true)
    }

    // MARK: Stale

    @Test func `stale, key in memory: last known row, not fresh`() {
        var bench = stale()
        let chain = bench.ask(token).chain
        #expect(chain?.isFresh == false)
        #expect(chain?.team != nil)
    }

    @Test func `stale, key in memory that is dirty: last known row`() {
        var bench = stale()
        bench.change(Sample.key(1) { $0.isBlocked = true })
        #expect(bench.ask(token).chain?.key.row.isBlocked == false)
    }

    @Test func `stale, key not in memory or remembered as unknown: unavailable`() {
        var bench = stale()
        #expect(bench.ask(other).isUnavailable)
        #expect(bench.ask(Sample.token(9)).isUnavailable)
    }

    @Test(arguments: references)
    func `stale, row that the key refers to, not in memory: unavailable`(
        reference: RowReference
    ) {
        var bench = CacheBench()
        for row in Self.rows { bench.put(row) }
        for table in CacheBench.tables where !"\(table)".hasPrefix(reference.rowName) {
            bench.load(table)
        }
        bench.cache.currency.loaded(.notices, startedAt: bench.now)
        bench.cache.currency.lost(now: bench.now)
        #expect(bench.ask(token).isUnavailable)
    }

    @Test(arguments: references)
    func `stale, row that is known not to be there: absent`(reference: RowReference) {
        var bench = CacheBench(Self.rows)
        bench.delete(reference)
        bench.loadAll()
        bench.cache.currency.lost(now: bench.now)
        #expect(bench.ask(token).chain?.isFresh == false)
    }

    @Test func `stale, end user in memory: its last known row`() {
        var bench = stale()
        let chain = bench.ask(token, endUser: "e").chain
        #expect(chain?.endUser != nil)
        #expect(chain?.isEndUserVerified == true)
    }

    @Test(arguments: ["nobody", "a stranger"])
    func `stale, end user not in memory: let through, unverified`(id: String) {
        var bench = stale()
        let chain = bench.ask(token, endUser: id).chain
        #expect(chain != nil && chain?.endUser == nil)
        #expect(chain?.isEndUserVerified == false)
    }

    @Test func `stale asks the database for nothing`() {
        var bench = stale()
        for key in [token, other] { _ = bench.ask(key, endUser: "a stranger") }
        for table in CacheBench.tables { #expect(bench.cache.queued(table) == 0) }
    }

    // MARK: Expired

    @Test func `expired: unavailable, whatever is in memory`() {
        var bench = expired()
        for key in [token, other, Sample.token(9)] { #expect(bench.ask(key).isUnavailable) }
        #expect(bench.ask(token, endUser: "e").isUnavailable)
        #expect(bench.ask(token, endUser: "a stranger").isUnavailable)
    }

    @Test func `the last moment of the grace serves, the next does not`() {
        var bench = stale()
        bench.pass(AccountLimits().staleGrace - .nanoseconds(1))
        #expect(bench.ask(token).chain != nil)
        bench.pass(.nanoseconds(1))
        #expect(bench.ask(token).isUnavailable)
    }

    @Test func `a full read ends it, with what has changed meanwhile`() {
        var bench = expired()
        bench.put(Sample.key(1) { $0.isBlocked = true })
        bench.put(Sample.key(2))
        bench.loadAll()
        #expect(bench.ask(token).chain?.key.row.isBlocked == true)
        #expect(bench.ask(token).chain?.isFresh == true)
        #expect(bench.ask(other).chain != nil)
    }
}

extension RowReference {
    /// What the name of the row's type begins with.
    var rowName: String {
        switch self {
        case .key: "KeyRow"
        case .deprecatedKey: "DeprecatedKeyRow"
        case .team: "TeamRow"
        case .modelAliases: "ModelAliasesRow"
        case .user: "UserRow"
        case .organization: "OrganizationRow"
        case .teamMember: "TeamMembershipRow"
        case .organizationMember: "OrganizationMembershipRow"
        case .endUser: "EndUserRow"
        case .budget: "BudgetRow"
        case .proxyModel: "ProxyModelRow"
        case .accessGroup: "AccessGroupRow"
        }
    }
}

extension AccountsState {
    func queued<Row: AccountRow>(_ row: Row.Type) -> Int { self[keyPath: Row.table].queuedReads }
}
