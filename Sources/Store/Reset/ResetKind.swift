/// A kind of row whose spend starts again: by whose period, and what the row is in SQL.
///
/// The one place that says who resets a spend and when. The job finds its rows by it, and admission
/// by it what of a spend is left out from that moment on.
///
/// In the order in which the flush locks the tables; those that only the proxy spends on follow.
package enum ResetKind: String, CaseIterable, Sendable {
    case user
    case endUser = "end_user"
    case key
    case team
    case teamMember = "team_member"
    case organization
    case organizationMember = "organization_member"
    case tag
    case accessGroup = "access_group"
    case project
}

extension ResetKind {
    /// Whose `budget_duration` and `budget_reset_at` count.
    package enum Period: Sendable {
        /// The row's own.
        case own
        /// Those of the budget row that its `budget_id` names.
        case tier
        /// Its own where it has a duration, else the budget row's.
        case ownOrTier
    }

    /// Whose period it is.
    package var period: Period {
        switch self {
        case .user, .team: .own
        case .key: .ownOrTier
        case .endUser, .teamMember, .organization, .organizationMember, .tag, .accessGroup,
            .project:
            .tier
        }
    }

    /// When the spend of a row starts again: only where the period can be read, as the job does it.
    ///
    /// - Parameters:
    ///   - own: What the row says; nil where it has no such columns.
    ///   - tier: What its budget row says; nil where it has none.
    /// - Returns: nil for never.
    @inline(__always)
    package func end(own: BudgetTerms?, tier: BudgetTerms?) -> Timestamp? {
        switch period {
        case .own: own?.periodEnd
        case .tier: tier?.periodEnd
        case .ownOrTier: own?.duration != nil ? own?.periodEnd : tier?.periodEnd
        }
    }

    /// Whether the proxy's own job starts these rows again.
    ///
    /// It forgets members of organizations, and end users that have their budget by a setting.
    func isKnownToProxy(hasOwnBudget: Bool) -> Bool {
        switch self {
        case .organizationMember: false
        case .endUser: hasOwnBudget
        case .user, .key, .team, .teamMember, .organization, .tag, .accessGroup, .project: true
        }
    }
}

// MARK: - In SQL

extension ResetKind {
    /// Where the rows are.
    package var table: TableName {
        switch self {
        case .user: .userTable
        case .endUser: .endUserTable
        case .key: .verificationToken
        case .team: .teamTable
        case .teamMember: .teamMembership
        case .organization: .organizationTable
        case .organizationMember: .organizationMembership
        case .tag: .tagTable
        case .accessGroup: .accessGroupBudgetTable
        case .project: .projectTable
        }
    }

    /// The columns of the primary key, in the order in which rows are locked.
    package var key: [String] {
        switch self {
        case .user, .endUser: ["user_id"]
        case .key: ["token"]
        case .team: ["team_id"]
        case .teamMember: ["user_id", "team_id"]
        case .organization: ["organization_id"]
        case .organizationMember: ["user_id", "organization_id"]
        case .tag: ["tag_name"]
        case .accessGroup: ["access_group_name"]
        case .project: ["project_id"]
        }
    }

    /// Whether rows of this kind can end a period of their own in this database.
    func hasOwnPeriod(in catalog: Catalog) -> Bool {
        switch period {
        case .own, .ownOrTier: has(["spend", "budget_duration", "budget_reset_at"], catalog)
        case .tier: false
        }
    }

    /// Whether rows of this kind can hang on a budget row in this database.
    func hasTier(in catalog: Catalog) -> Bool {
        switch period {
        case .own: false
        case .tier, .ownOrTier: has(["spend", "budget_id"], catalog)
        }
    }

    private func has(_ columns: [String], _ catalog: Catalog) -> Bool {
        (columns + key).allSatisfy { catalog.has(table, $0) }
    }
}

extension SpendEntity {
    /// What kind of row it is.
    package var resetKind: ResetKind {
        switch self {
        case .key: .key
        case .user: .user
        case .team: .team
        case .teamMember: .teamMember
        case .organization: .organization
        case .organizationMember: .organizationMember
        case .endUser: .endUser
        }
    }
}
