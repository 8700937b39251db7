import Store

extension AdmissionPolicy {
    /// What these settings say about admission.
    ///
    /// The models are those of the file alone; models of the database come with its rows.
    package init(_ settings: Settings) {
        self.init()
        enforcesBlockedEndUsers = settings.differences.enforceBlockedEndUsers
        routerAliases = settings.proxy.modelGroupAliases
        globalAliases = settings.proxy.modelAliasMap
        allowedRoutes = settings.proxy.allowedRoutes.map { Set($0) }
        enforcesOrganizationMemberBudgets =
            settings.differences.enforceOrganizationMemberBudgets
        enforcesParallelLimits = settings.differences.enforceParallelLimits
        countsRefusedRequests = settings.differences.countRefusedRequests
        budgetExceededStatus = settings.differences.budgetExceededStatus
        appliesUserBudgetToTeamKeys = settings.proxy.applyUserBudgetToTeamKeys
        reserves = settings.grants.reservations
        grantCap = settings.grants.capDollars.flatMap(Money.init(dollars:))
        grantLifetime = settings.grants.lifetime
        takeSharedRows(settings.proxy)
        for name in settings.proxy.modelNames {
            let groups = settings.proxy.accessGroups.filter { $0.value.contains(name) }
            models.add(name: name, accessGroups: Array(groups.keys))
        }
    }

    /// The user row in which the proxy keeps the spend of the proxy as a whole.
    private static let globalBudgetUser: TextID = "litellm-proxy-budget"

    private mutating func takeSharedRows(_ proxy: ProxyConfig) {
        globalBudget = proxy.maximumBudgetDollars.flatMap(Money.init(dollars:))
        // 0 is no limit there, so nobody has to read the row.
        if let globalBudget, globalBudget > .zero {
            sharedRows.globalBudgetUser = Self.globalBudgetUser
        }
        sharedRows.endUserBudget = proxy.maximumEndUserBudgetID.map { TextID($0) }
    }
}
