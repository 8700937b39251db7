extension TableName {
    /// The fourteen tables that the product manages.
    package static let managed: [TableName] = [
        .budgetTable, .organizationTable, .teamTable, .userTable, .endUserTable,
        .teamMembership, .organizationMembership, .invitationLink, .userNotifications,
        .verificationToken, .proxyModelTable, .spendLogs, .auditLog, .errorLogs,
    ]

    /// The daily sums per entity.
    package static let dailySpend: [TableName] = [
        .dailyUserSpend, .dailyTeamSpend, .dailyOrganizationSpend, .dailyEndUserSpend,
        .dailyAgentSpend, .dailyTagSpend,
    ]

    /// What `schema create` makes, in an order in which references find their target.
    package static let created: [TableName] =
        managed + [.deprecatedVerificationToken, .deletedVerificationToken] + dailySpend

    /// The tables whose rows are held in memory and watched by triggers, where they exist.
    package static let cached: [TableName] = [
        .verificationToken, .deprecatedVerificationToken, .teamTable, .userTable,
        .organizationTable, .teamMembership, .organizationMembership, .endUserTable,
        .budgetTable, .proxyModelTable, .modelTable, .accessGroupTable,
    ]

    /// Whether the proxy inserts rows here from request traffic.
    ///
    /// Such a row, with nothing in it but its key and spend, is worth no notice.
    package var isFilledByTraffic: Bool {
        switch self {
        case .endUserTable, .teamMembership, .organizationMembership: true
        case .budgetTable, .organizationTable, .teamTable, .userTable, .invitationLink,
            .userNotifications, .verificationToken, .proxyModelTable, .spendLogs, .auditLog,
            .errorLogs, .deprecatedVerificationToken, .deletedVerificationToken, .modelTable,
            .accessGroupTable, .dailyUserSpend, .dailyTeamSpend, .dailyOrganizationSpend,
            .dailyEndUserSpend, .dailyAgentSpend, .dailyTagSpend, .tagTable,
            .accessGroupBudgetTable, .projectTable:
            false
        }
    }
}
