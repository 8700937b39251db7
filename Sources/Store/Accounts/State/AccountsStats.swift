/// Counts of what is held in memory, for health and `cache.stats`.
package struct AccountsStats: Equatable, Sendable {
    package var freshness: Freshness
    package var provenAt: Moment?
    /// Entries by table: rows, and ids known to be absent.
    package var entries: [CachedTable: Int]
    package var queuedReads: Int
}

extension AccountsState {
    /// The counts at this moment.
    package var stats: AccountsStats {
        AccountsStats(
            freshness: freshness,
            provenAt: currency.provenAt,
            entries: [
                .keys: keys.slotCount, .deprecatedKeys: deprecatedKeys.slotCount,
                .teams: teams.slotCount, .modelAliases: modelAliases.slotCount,
                .users: users.slotCount, .organizations: organizations.slotCount,
                .teamMembers: teamMembers.slotCount,
                .organizationMembers: organizationMembers.slotCount,
                .endUsers: endUsers.slotCount, .budgets: budgets.slotCount,
                .proxyModels: proxyModels.slotCount, .accessGroups: accessGroups.slotCount,
            ],
            queuedReads: keys.queuedReads + teams.queuedReads + users.queuedReads
                + endUsers.queuedReads
        )
    }
}
