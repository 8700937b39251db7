@testable import Store

extension CacheWorld {
    static let tables: [(CachedTable, any AccountRow.Type)] = [
        (.budgets, BudgetRow.self), (.proxyModels, ProxyModelRow.self),
        (.accessGroups, AccessGroupRow.self), (.modelAliases, ModelAliasesRow.self),
        (.organizations, OrganizationRow.self), (.teams, TeamRow.self), (.users, UserRow.self),
        (.teamMembers, TeamMembershipRow.self),
        (.organizationMembers, OrganizationMembershipRow.self), (.endUsers, EndUserRow.self),
        (.deprecatedKeys, DeprecatedKeyRow.self), (.keys, KeyRow.self),
    ]

    static let models: [RowReference] = [.proxyModel("m0"), .proxyModel("m1")]

    /// Every row that there may be, but for keys.
    static let others: [RowReference] =
        models + [
            .team("t0"), .team("t1"), .team("t2"), .user("u0"), .user("u1"), .organization("o0"),
            .budget("b0"), .budget("b1"), .modelAliases(1), .modelAliases(2),
            .teamMember(MembershipID(userID: "u0", groupID: "t0")),
            .teamMember(MembershipID(userID: "u1", groupID: "t1")),
            .organizationMember(MembershipID(userID: "u0", groupID: "o0")),
            .accessGroup("g0"), .accessGroup("g1"),
        ] + (0..<7).map { .endUser(TextID("e\($0)")) }

    /// A row as it never was before, as far as its table has room to tell.
    mutating func makeRow(_ reference: RowReference) -> any AccountRow {
        stamp += 1
        let version = "v\(stamp)"
        let budget = random.pick([nil, "b0", "b1"])
        switch reference {
        case .key(let token): return makeKey(token, version)
        case .deprecatedKey(let token):
            return makeRotation(token, to: random.pick(tokens))
        case .team(let id): return makeTeam(id.text, version)
        case .modelAliases(let id): return ModelAliasesRow(id: id, aliases: ["a": version])
        case .user(let id): return Sample.user(id.text) { $0.role = version }
        case .organization(let id):
            return Sample.organization(id.text) {
                $0.alias = version
                $0.budgetID = budget
            }
        case .teamMember(let id):
            return Sample.teamMember(user: id.userID, team: id.groupID, budget: budget)
        case .organizationMember(let id):
            var row = OrganizationMembershipRow(id: id)
            row.role = version
            row.budgetID = budget
            return row
        case .endUser(let id):
            return Sample.endUser(id.text) {
                $0.alias = version
                $0.budgetID = budget
            }
        case .budget(let id): return Sample.budget(id.text) { $0.allowedModels = [version] }
        case .proxyModel(let id): return Sample.model(id.text, named: "\(id.text)@\(version)")
        case .accessGroup(let id):
            return AccessGroupRow(accessGroupID: id.text, modelNames: ["\(id.text)@\(version)"])
        }
    }

    mutating func makeRotation(_ token: TokenHash, to active: TokenHash) -> DeprecatedKeyRow {
        let end = now.wall + .seconds(random.next(below: 40))
        return DeprecatedKeyRow(token: token, activeToken: active, revokeAt: end)
    }

    private mutating func makeKey(_ token: TokenHash, _ version: String) -> KeyRow {
        var row = KeyRow(token: token)
        row.keyAlias = version
        row.teamID = random.pick([nil, "t0", "t1", "t2"])
        row.userID = random.pick([nil, "u0", "u1"])
        row.organizationID = random.pick([nil, nil, "o0"])
        row.budgetID = random.pick([nil, "b0", "b1"])
        row.accessGroupIDs = random.pick([[], [], ["g0"], ["g0", "g1"]])
        return row
    }

    private mutating func makeTeam(_ id: String, _ version: String) -> TeamRow {
        var row = TeamRow(teamID: id)
        row.alias = version
        row.organizationID = random.pick([nil, "o0"])
        row.modelAliasesID = random.pick([nil, 1, 2])
        row.accessGroupIDs = random.pick([[], ["g1"]])
        return row
    }
}

extension SeededRandom {
    mutating func pick<Value>(_ values: [Value]) -> Value { values[next(below: values.count)] }
}
