import Testing

@testable import Store

/// A failed read says nothing about any row.
@Suite struct FailedReadTests {
    private let token = Sample.token(1)
    private let grace = AccountLimits().staleGrace
    private let rows: [any AccountRow] = [
        Sample.key(1) {
            $0.teamID = "t"
            $0.userID = "u"
            $0.organizationID = "o"
            $0.budgetID = "b"
            $0.accessGroupIDs = ["g"]
        },
        Sample.team("t") { $0.modelAliasesID = 7 }, Sample.user("u"), Sample.organization("o"),
        Sample.budget("b"), Sample.teamMember(user: "u", team: "t"),
        Sample.organizationMember(user: "u", organization: "o"), Sample.endUser("e"),
        ModelAliasesRow(id: 7, aliases: ["a": "b"]),
        AccessGroupRow(accessGroupID: "g", modelNames: ["gpt"]),
        Sample.model("m", named: "gpt"),
    ]

    /// Every row that a request of the key is judged by.
    private static let judged: [RowReference] = [
        .key(Sample.token(1)), .team("t"), .user("u"), .organization("o"), .budget("b"),
        .teamMember(MembershipID(userID: "u", groupID: "t")),
        .organizationMember(MembershipID(userID: "u", groupID: "o")), .endUser("e"),
        .modelAliases(7), .accessGroup("g"), .proxyModel("m"),
    ]

    @Test(arguments: judged)
    func `a dirty row that cannot be read is stale from the notice on, and for the grace`(
        reference: RowReference
    ) {
        var bench = CacheBench(rows)
        #expect(bench.askWaiting(token, endUser: "e").chain?.isFresh == true)
        bench.notice(reference)
        bench.pass(.seconds(10))
        bench.failAll()
        #expect(bench.ask(token, endUser: "e").chain?.isFresh == false)
        bench.pass(grace - .seconds(10) - .nanoseconds(1))
        #expect(bench.ask(token, endUser: "e").chain?.isFresh == false)
        bench.pass(.nanoseconds(1))
        #expect(bench.ask(token, endUser: "e").isUnavailable)
        #expect(bench.cache.retryFailedReads() == true)
        bench.readAll()
        #expect(bench.ask(token, endUser: "e").chain?.isFresh == true)
    }

    @Test(arguments: judged)
    func `a failed read is never "not found", for no table`(reference: RowReference) {
        var bench = CacheBench(rows)
        bench.delete(reference)
        bench.loadAll()
        _ = bench.askWaiting(token, endUser: "e")
        // Known to be absent; now it is inserted, and cannot be read.
        for row in rows where row.reference == reference { bench.put(row) }
        bench.notice(reference)
        bench.failAll()
        var request = bench.request(token, endUser: "e")
        if reference == .proxyModel("m") {
            #expect(bench.look(request).chain?.isFresh == false, "the other deployments serve")
        } else {
            #expect(bench.look(request).unread != nil)
            request.age.hasFailedRead = true
            #expect(bench.look(request).isUnavailable)
        }
        _ = bench.cache.retryFailedReads()
        bench.readAll()
        #expect(bench.askWaiting(token, endUser: "e").chain?.isFresh == true)
    }

    @Test(arguments: judged)
    func `a request waits for every row that a notice has named`(reference: RowReference) {
        var bench = CacheBench(rows)
        _ = bench.askWaiting(token, endUser: "e")
        bench.notice(reference)
        #expect(bench.ask(token, endUser: "e").unread == [reference])
        bench.readAll()
        #expect(bench.ask(token, endUser: "e").chain?.isFresh == true)
    }

    @Test(arguments: judged)
    func `a deleted row is gone at the notice`(reference: RowReference) {
        var bench = CacheBench(rows)
        _ = bench.askWaiting(token, endUser: "e")
        bench.delete(reference)
        bench.notice(reference)
        let outcome = bench.askWaiting(token, endUser: "e")
        guard reference != .key(token) else {
            #expect(outcome.isUnknownKey)
            return
        }
        #expect(outcome.chain?.references.contains(reference) == false)
        #expect(outcome.chain?.isFresh == true)
    }

    @Test func `a failure of one row does not let a request by another that is only dirty`() {
        var bench = CacheBench(rows)
        bench.notice(.team("t"))
        var request = bench.request(token, endUser: "e")
        request.age.hasFailedRead = true
        #expect(bench.look(request).isUnavailable, "the end user was never read")
        request.endUserID = nil
        #expect(bench.look(request).unread == [.team("t")])
    }

    @Test func `while a read is tried again the last known row serves on`() {
        var bench = CacheBench(rows)
        bench.notice(.team("t"))
        bench.failAll()
        #expect(bench.cache.retryFailedReads() == true)
        #expect(bench.cache.retryFailedReads() == false, "one try at a time")
        let read = bench.take(TeamRow.self)
        #expect(bench.ask(token).chain?.isFresh == false)
        bench.finish(read)
        #expect(bench.ask(token).chain?.isFresh == true)
        #expect(bench.cache.retryFailedReads() == false)
    }

    @Test func `the grace of a row begins with the first notice that no read has answered`() {
        var bench = CacheBench(rows)
        for _ in 0..<100 {
            bench.notice(.team("t"))
            let read = bench.take(TeamRow.self)
            bench.pass(.seconds(10))
            bench.notice(.team("t"))
            bench.finish(read)
        }
        bench.pass(.seconds(1))
        bench.failAll()
        #expect(
            bench.ask(token).chain?.isFresh == false,
            "a thousand seconds of notices are no grace"
        )
        bench.pass(grace - .seconds(1))
        #expect(bench.ask(token).isUnavailable)
    }

    @Test func `what cannot be read does not pile up`() {
        var limits = AccountLimits()
        limits.queuedNotices = 10
        var bench = CacheBench(rows, limits: limits)
        for number in 0..<10 {
            #expect(bench.notice(.team(TextID("new \(number)"))).reloads.isEmpty)
            bench.failAll()
        }
        #expect(bench.cache.teams.reads.count == 10)
        #expect(bench.notice(.team("one more")).reloads == [.teams])
        #expect(bench.cache.teams.reads.count == 10)
    }
}

extension AccountChain {
    /// The rows of the chain.
    var references: Set<RowReference> {
        let all: [RowReference?] = [
            key.row.reference, keyBudget?.row.reference, team?.row.reference,
            teamAliases?.row.reference, teamMember?.row.reference, user?.row.reference,
            organization?.row.reference, organizationMember?.row.reference,
            endUser?.row.reference, keyAccessGroupModels.isEmpty ? nil : .accessGroup("g"),
        ]
        return Set(all.compactMap(\.self))
    }
}
