import Testing

@testable import Store

/// Rows that refer to others: resolved once, and right after every change of either side.
@Suite struct LinkTests {
    private let token = Sample.token(1)

    @Test func `a key finds all its rows`() {
        var bench = CacheBench([
            Sample.key(1) {
                $0.teamID = "t"
                $0.userID = "u"
                $0.budgetID = "key budget"
            },
            Sample.team("t") {
                $0.organizationID = "o"
                $0.modelAliasesID = 3
            },
            Sample.user("u"),
            Sample.organization("o") { $0.budgetID = "organization budget" },
            Sample.teamMember(user: "u", team: "t", budget: "member budget"),
            Sample.organizationMember(user: "u", organization: "o", budget: "role budget"),
            Sample.endUser("e") { $0.budgetID = "end user budget" },
            ModelAliasesRow(id: 3, aliases: ["a": "b"]),
            Sample.budget("key budget"), Sample.budget("organization budget"),
            Sample.budget("member budget"), Sample.budget("role budget"),
            Sample.budget("end user budget"),
        ])
        let chain = bench.askWaiting(token, endUser: "e").chain
        #expect(chain?.team?.row.teamID == "t")
        #expect(chain?.teamAliases?.row.aliases == ["a": "b"])
        #expect(chain?.user?.row.userID == "u")
        #expect(chain?.organization?.row.organizationID == "o")
        #expect(chain?.organizationMember != nil)
        #expect(chain?.keyBudget?.row.budgetID == "key budget")
        #expect(chain?.organizationBudget?.row.budgetID == "organization budget")
        #expect(chain?.teamMemberBudget?.row.budgetID == "member budget")
        #expect(chain?.organizationMemberBudget?.row.budgetID == "role budget")
        #expect(chain?.endUserBudget?.row.budgetID == "end user budget")
        #expect(chain?.isFresh == true)
    }

    @Test func `an orphan key has its ids and no rows`() {
        var bench = CacheBench([
            Sample.key(1) {
                $0.teamID = "gone"
                $0.userID = "gone"
                $0.organizationID = "gone"
                $0.budgetID = "gone"
            }
        ])
        let chain = bench.ask(token).chain
        #expect(chain?.key.row.teamID == "gone")
        #expect(chain?.references == [.key(token)])
    }

    @Test func `a team made together with its key is not taken for absent`() {
        var bench = CacheBench([])
        // No notice of either has come yet: the key is read since somebody asks for it.
        bench.put(Sample.team("t") { $0.isBlocked = true })
        bench.put(Sample.key(1) { $0.teamID = "t" })
        #expect(bench.askWaiting(token).chain?.team?.row.isBlocked == true)
    }

    @Test func `a team row that arrives later is found`() {
        var bench = CacheBench([Sample.key(1) { $0.teamID = "t" }])
        #expect(bench.ask(token).chain?.team == nil)
        bench.change(Sample.team("t"))
        #expect(bench.ask(token).unread == [.team("t")])
        #expect(bench.askWaiting(token).chain?.team != nil)
    }

    @Test func `a key moved to another team is judged by that one`() {
        var bench = CacheBench([
            Sample.key(1) { $0.teamID = "a" }, Sample.team("a"), Sample.team("b"),
        ])
        bench.change(Sample.key(1) { $0.teamID = "b" })
        #expect(bench.askWaiting(token).chain?.team?.row.teamID == "b")
        bench.change(Sample.key(1))
        #expect(bench.askWaiting(token).chain?.team == nil)
    }

    @Test func `one changed budget row counts for all who refer to it`() {
        var bench = CacheBench([
            Sample.key(1) { $0.budgetID = "b" }, Sample.key(2) { $0.budgetID = "b" },
            Sample.budget("b"),
        ])
        bench.change(Sample.budget("b") { $0.allowedModels = ["gpt"] })
        for number in 1...2 {
            let chain = bench.askWaiting(Sample.token(number)).chain
            #expect(chain?.keyBudget?.row.allowedModels == ["gpt"])
        }
        #expect(bench.cache.budgets.slotCount == 1)
    }

    @Test func `a deleted team takes its organization and aliases along`() {
        let rows: [any AccountRow] = [
            Sample.key(1) { $0.teamID = "t" }, Sample.organization("o"),
            Sample.team("t") {
                $0.organizationID = "o"
                $0.modelAliasesID = 3
            },
            ModelAliasesRow(id: 3, aliases: [:]),
        ]
        var noticed = CacheBench(rows)
        #expect(noticed.ask(token).chain?.organization != nil)
        noticed.delete(.team("t"))
        noticed.notice(.team("t"))
        var loaded = CacheBench(rows)
        loaded.delete(.team("t"))
        loaded.loadAll()
        for var bench in [noticed, loaded] {
            let chain = bench.askWaiting(token).chain
            #expect(chain?.references == [.key(token)])
        }
    }

    @Test func `the key's own organization goes before its team's`() {
        var bench = CacheBench([
            Sample.key(1) {
                $0.teamID = "t"
                $0.organizationID = "own"
            },
            Sample.team("t") { $0.organizationID = "team's" },
            Sample.organization("own"), Sample.organization("team's"),
        ])
        #expect(bench.ask(token).chain?.organization?.row.organizationID == "own")
        bench.change(Sample.key(1) { $0.teamID = "t" })
        #expect(bench.askWaiting(token).chain?.organization?.row.organizationID == "team's")
    }

    @Test func `access groups of key and team are told apart`() {
        var bench = CacheBench([
            Sample.key(1) {
                $0.teamID = "t"
                $0.accessGroupIDs = ["a", "b", "gone"]
            },
            Sample.team("t") { $0.accessGroupIDs = ["c"] },
            AccessGroupRow(accessGroupID: "a", modelNames: ["1", "2"]),
            AccessGroupRow(accessGroupID: "b", modelNames: ["3"]),
            AccessGroupRow(accessGroupID: "c", modelNames: ["4"]),
        ])
        let chain = bench.ask(token).chain
        #expect(chain?.keyAccessGroupModels == ["1", "2", "3"])
        #expect(chain?.teamAccessGroupModels == ["4"])
        bench.change(AccessGroupRow(accessGroupID: "a", modelNames: []))
        #expect(bench.askWaiting(token).chain?.keyAccessGroupModels == ["3"])
    }

    @Test func `a group counts for the team where it was given to the key or its team`() {
        func group(
            _ id: String,
            _ change: (inout AccessGroupRow) -> Void = { _ in }
        ) -> AccessGroupRow {
            var row = AccessGroupRow(accessGroupID: id, modelNames: [id])
            change(&row)
            return row
        }
        var bench = CacheBench([
            Sample.key(1) {
                $0.teamID = "t"
                $0.accessGroupIDs = ["named", "key's", "team's", "others"]
            },
            Sample.team("t") { $0.accessGroupIDs = ["team's own"] },
            group("named"),
            group("key's") { $0.keys = [token] },
            group("team's") { $0.teamIDs = ["t"] },
            group("others") {
                $0.keys = [TokenHash(ofKey: "sk-other")]
                $0.teamIDs = ["T"]
            },
            group("team's own") { $0.teamIDs = ["t"] },
        ])
        let chain = bench.ask(token).chain
        #expect(chain?.keyAccessGroupModels == ["named", "key's", "team's", "others"])
        #expect(chain?.keyOwnedAccessGroupModels == ["key's", "team's"])
        #expect(chain?.teamAccessGroupModels == ["team's own"])
        bench.change(Sample.key(1) { $0.accessGroupIDs = ["named", "team's"] })
        #expect(bench.askWaiting(token).chain?.keyOwnedAccessGroupModels == [])
        bench.change(group("named") { $0.keys = [token] })
        #expect(bench.askWaiting(token).chain?.keyOwnedAccessGroupModels == ["named"])
    }

    @Test func `deployments and their groups follow their rows`() {
        var bench = CacheBench([
            Sample.model("1", named: "gpt", groups: ["large"]),
            Sample.model("2", named: "gpt", groups: ["eu"]),
            Sample.model("3", named: "llama", groups: ["eu"]),
        ])
        #expect(bench.cache.models.names == ["gpt", "llama"])
        #expect(bench.cache.models.groups == ["large": ["gpt"], "eu": ["gpt", "llama"]])
        bench.delete(.proxyModel("2"))
        bench.notice(.proxyModel("2"))
        bench.readAll()
        #expect(bench.cache.models.groups == ["large": ["gpt"], "eu": ["llama"]])
        bench.put(Sample.model("3", named: "mistral"))
        bench.load(ProxyModelRow.self)
        #expect(bench.cache.models.names == ["gpt", "mistral"])
    }

    @Test func `a changed deployment is waited for by every request`() {
        var bench = CacheBench([Sample.key(1), Sample.model("1", named: "gpt", groups: ["g"])])
        bench.change(Sample.model("1", named: "gpt"))
        bench.change(Sample.model("2", named: "llama"))
        let unread = bench.ask(token).unread.map(Set.init)
        #expect(unread == [.proxyModel("1"), .proxyModel("2")])
        #expect(bench.askWaiting(token).chain != nil)
        #expect(bench.cache.models.names == ["gpt", "llama"])
        #expect(bench.cache.models.groups.isEmpty)
    }

    @Test func `ids are compared byte for byte, as the database does`() {
        let (composed, decomposed) = ("Jos\u{e9}", "Jose\u{301}")
        var bench = CacheBench([
            Sample.key(1), Sample.endUser(composed) { $0.isBlocked = true },
        ])
        #expect(bench.askWaiting(token, endUser: decomposed).chain?.endUser == nil)
        let chain = bench.askWaiting(token, endUser: composed).chain
        #expect(chain?.endUser?.row.isBlocked == true)
        #expect(TextID(composed) != TextID(decomposed))
        #expect(TextID(composed) == TextID(composed))
        let member = MembershipID(userID: composed, groupID: "t")
        #expect(member != MembershipID(userID: decomposed, groupID: "t"))
    }

    @Test func `an id with a NUL byte can be no row's`() {
        #expect(!TextID("a\0b").canExist)
        #expect(!MembershipID(userID: "a", groupID: "\0").canExist)
        #expect(TextID("ab").canExist && TextID("").canExist)
    }

    @Test func `a new deployment that is noticed on and on is waited for by who asks after it`() {
        var bench = CacheBench([Sample.key(1)])
        bench.change(Sample.model("1", named: "gpt"))
        let request = bench.request(Sample.token(1))
        bench.notice(.proxyModel("1"))
        #expect(bench.look(request).unread == [.proxyModel("1")])
        let read = bench.take(ProxyModelRow.self)
        bench.notice(.proxyModel("1"))
        bench.finish(read)
        #expect(bench.look(request).chain != nil)
        #expect(bench.cache.models.names == ["gpt"])
    }

    @Test func `a load that corrects a noticed deployment says so before it ends`() {
        var bench = CacheBench([Sample.key(1), Sample.model("1", named: "old")])
        bench.change(Sample.model("1", named: "new"))
        let begin = bench.cache.beginLoad(of: ProxyModelRow.self, expectedRows: 1)
        _ = bench.cache.applyLoad(bench.stored(ProxyModelRow.self), startedAt: begin)
        #expect(bench.ask(Sample.token(1)).chain != nil)
        #expect(bench.cache.models.names == ["new"])
    }
}
