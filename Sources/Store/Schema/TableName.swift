/// Every table of the proxy that we know, by its name without prefix.
///
/// A newer database has more tables, an older one fewer: what is there says ``Catalog``.
package enum TableName: String, CaseIterable, Hashable, Sendable {
    /// Budgets that keys, members, end users and organizations refer to.
    case budgetTable = "BudgetTable"
    /// Organizations.
    case organizationTable = "OrganizationTable"
    /// Teams.
    case teamTable = "TeamTable"
    /// Internal users.
    case userTable = "UserTable"
    /// The customers behind a request.
    case endUserTable = "EndUserTable"
    /// Who is in which team, with spend and budget of the pair.
    case teamMembership = "TeamMembership"
    /// Who is in which organization.
    case organizationMembership = "OrganizationMembership"
    /// Invitations to the user interface.
    case invitationLink = "InvitationLink"
    /// Users' requests for access.
    case userNotifications = "UserNotifications"
    /// The virtual keys.
    case verificationToken = "VerificationToken"
    /// Deployments that are kept in the database.
    case proxyModelTable = "ProxyModelTable"
    /// One row per request.
    case spendLogs = "SpendLogs"
    /// Who changed what.
    case auditLog = "AuditLog"
    /// Failed requests.
    case errorLogs = "ErrorLogs"
    /// Old hash to active hash, while a rotated key has grace.
    case deprecatedVerificationToken = "DeprecatedVerificationToken"
    /// Archive of deleted keys.
    case deletedVerificationToken = "DeletedVerificationToken"
    /// Teams' model aliases; read only, made by the proxy alone.
    case modelTable = "ModelTable"
    /// Bundles of models; read only, made by the proxy alone.
    case accessGroupTable = "AccessGroupTable"
    /// Daily sums per user.
    case dailyUserSpend = "DailyUserSpend"
    /// Daily sums per team.
    case dailyTeamSpend = "DailyTeamSpend"
    /// Daily sums per organization.
    case dailyOrganizationSpend = "DailyOrganizationSpend"
    /// Daily sums per end user.
    case dailyEndUserSpend = "DailyEndUserSpend"
    /// Daily sums per agent.
    case dailyAgentSpend = "DailyAgentSpend"
    /// Daily sums per request tag.
    case dailyTagSpend = "DailyTagSpend"
    /// Request tags with a budget; made and spent on by the proxy alone.
    case tagTable = "TagTable"
    /// Budgets of access groups; made and spent on by the proxy alone.
    case accessGroupBudgetTable = "ModelAccessGroupBudgetTable"
    /// Projects, between team and key; made and spent on by the proxy alone.
    case projectTable = "ProjectTable"

    /// Its columns, keys and indexes in the newest version that we know.
    package var definition: TableDefinition {
        switch self {
        case .budgetTable: .budget
        case .organizationTable: .organization
        case .teamTable: .team
        case .userTable: .user
        case .endUserTable: .endUser
        case .teamMembership: .teamMembership
        case .organizationMembership: .organizationMembership
        case .invitationLink: .invitationLink
        case .userNotifications: .userNotifications
        case .verificationToken: .verificationToken
        case .proxyModelTable: .proxyModel
        case .spendLogs: .spendLogs
        case .auditLog: .auditLog
        case .errorLogs: .errorLogs
        case .deprecatedVerificationToken: .deprecatedVerificationToken
        case .deletedVerificationToken: .deletedVerificationToken
        case .modelTable: .model
        case .accessGroupTable: .accessGroup
        case .tagTable: .budgeted(self, key: "tag_name")
        case .accessGroupBudgetTable: .budgeted(self, key: "access_group_name")
        case .projectTable: .budgeted(self, key: "project_id")
        case .dailyUserSpend: .daily(self, by: "user_id")
        case .dailyTeamSpend:
            .daily(
                self,
                by: "team_id",
                additional: [.required("ptu_flat_cost", .double, default: .zeroDouble)]
            )
        case .dailyOrganizationSpend: .daily(self, by: "organization_id")
        case .dailyEndUserSpend: .daily(self, by: "end_user_id")
        case .dailyAgentSpend: .daily(self, by: "agent_id")
        case .dailyTagSpend:
            .daily(self, by: "tag", additional: [.optional("request_id", .text)])
        }
    }
}
