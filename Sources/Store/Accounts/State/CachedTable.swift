/// The tables whose rows are held in memory.
package enum CachedTable: String, CaseIterable, Sendable {
    case keys
    case deprecatedKeys
    case teams
    case modelAliases
    case users
    case organizations
    case teamMembers
    case organizationMembers
    case endUsers
    case budgets
    case proxyModels
    case accessGroups

    /// Whether every row is held; of end users only those that requests name.
    package var isHeldWhole: Bool { self != .endUsers }

    /// Whether rows of it can tell that a key has got another hash.
    var provesKeyMoves: Bool { self == .keys || self == .deprecatedKeys }
}

extension CachedTable {
    /// The order of a full read: what others refer to comes after them.
    ///
    /// A row that is not found then was not there when the other one was read; and a rotation says
    /// what became of a key that was not found.
    package static let loadOrder: [CachedTable] = [
        .keys, .deprecatedKeys, .teamMembers, .organizationMembers, .users, .teams,
        .organizations, .modelAliases, .accessGroups, .proxyModels, .budgets, .endUsers,
    ]
}
