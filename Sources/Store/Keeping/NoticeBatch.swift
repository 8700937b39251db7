/// The notices of one wake-up, sorted by what they ask for.
struct NoticeBatch: Equatable, Sendable {
    private(set) var rows: [RowReference] = []
    /// Keys whose hash changed: both rows are among `rows`, too.
    private(set) var keyMoves: [KeyMove] = []
    private(set) var wholeTables: Set<CachedTable> = []
    private(set) var probes: [String] = []
    /// Payloads that say nothing to us: anybody may send them.
    private(set) var junk = 0

    init(_ payloads: some Sequence<String>) {
        for payload in payloads { add(payload) }
    }

    private mutating func add(_ text: String) {
        switch NoticePayload(text) {
        case .row(let table, let key): add(table, key)
        case .moved(let table, let old, let new):
            add(table, old)
            add(table, new)
            if let move = KeyMove(table, from: old, to: new) { keyMoves.append(move) }
        case .table(let table):
            if let cached = CachedTable(table) { wholeTables.insert(cached) } else { junk += 1 }
        case .probe(let id): probes.append(id)
        case nil: junk += 1
        }
    }

    private mutating func add(_ table: TableName, _ key: [String]) {
        guard let cached = CachedTable(table), let row = RowReference(cached, key: key) else {
            junk += 1
            return
        }
        rows.append(row)
    }
}

extension KeyMove {
    /// nil for other tables than that of the keys.
    init?(_ table: TableName, from old: [String], to new: [String]) {
        guard table == .verificationToken, let from = old.first.flatMap({ TokenHash(hex: $0) }),
            let to = new.first.flatMap({ TokenHash(hex: $0) })
        else { return nil }
        self.init(from: from, to: to)
    }
}

extension CachedTable {
    /// nil for tables that are not held in memory.
    init?(_ table: TableName) {
        switch table {
        case .verificationToken: self = .keys
        case .deprecatedVerificationToken: self = .deprecatedKeys
        case .teamTable: self = .teams
        case .modelTable: self = .modelAliases
        case .userTable: self = .users
        case .organizationTable: self = .organizations
        case .teamMembership: self = .teamMembers
        case .organizationMembership: self = .organizationMembers
        case .endUserTable: self = .endUsers
        case .budgetTable: self = .budgets
        case .proxyModelTable: self = .proxyModels
        case .accessGroupTable: self = .accessGroups
        case .invitationLink, .userNotifications, .spendLogs, .auditLog, .errorLogs,
            .deletedVerificationToken, .dailyUserSpend, .dailyTeamSpend, .dailyOrganizationSpend,
            .dailyEndUserSpend, .dailyAgentSpend, .dailyTagSpend, .tagTable,
            .accessGroupBudgetTable, .projectTable:
            return nil
        }
    }
}

extension RowReference {
    /// The row that a notice names by the values of its key; nil if these can be no such key.
    package init?(_ table: CachedTable, key: [String]) {
        guard let first = key.first else { return nil }
        switch table {
        case .keys:
            guard let token = TokenHash(hex: first) else { return nil }
            self = .key(token)
        case .deprecatedKeys:
            guard let token = TokenHash(hex: first) else { return nil }
            self = .deprecatedKey(token)
        case .modelAliases:
            guard let id = Int32(first) else { return nil }
            self = .modelAliases(id)
        case .teamMembers, .organizationMembers:
            guard key.count == 2 else { return nil }
            let id = MembershipID(userID: key[0], groupID: key[1])
            self = table == .teamMembers ? .teamMember(id) : .organizationMember(id)
        case .teams: self = .team(TextID(first))
        case .users: self = .user(TextID(first))
        case .organizations: self = .organization(TextID(first))
        case .endUsers: self = .endUser(TextID(first))
        case .budgets: self = .budget(TextID(first))
        case .proxyModels: self = .proxyModel(TextID(first))
        case .accessGroups: self = .accessGroup(TextID(first))
        }
    }
}
