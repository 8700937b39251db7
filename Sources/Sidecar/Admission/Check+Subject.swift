import Store

extension Check {
    /// What a check looks at.
    enum Subject: Equatable, Sendable {
        /// Rows, lists and settings.
        case rows
        /// The budget of that kind of scope.
        case budget(LimitScope.Kind)
        /// The rates of that kind of scope.
        case rates(LimitScope.Kind)
    }

    /// What it looks at.
    var subject: Subject {
        switch self {
        case .proxyRoutes, .keyBlocked, .keyModels, .ownerActive, .keyExpiry, .keyRoutes,
            .teamBlocked, .teamModels, .memberModels, .userModels, .endUserBlocked,
            .endUserModels:
            .rows
        case .teamMemberBudget: .budget(.teamMember)
        case .keyBudget: .budget(.key)
        case .keyModelBudget: .budget(.keyModel)
        case .userModelBudget: .budget(.userModel)
        case .teamBudget: .budget(.team)
        case .organizationBudget: .budget(.organization)
        case .userBudget: .budget(.user)
        case .organizationMemberBudget: .budget(.organizationMember)
        case .endUserBudget: .budget(.endUser)
        case .globalBudget: .budget(.global)
        case .teamModelBudget: .budget(.teamModel)
        case .teamMemberModelBudget: .budget(.teamMemberModel)
        case .endUserModelBudget: .budget(.endUserModel)
        case .keyRates: .rates(.key)
        case .userRates: .rates(.user)
        case .teamRates: .rates(.team)
        case .teamMemberRates: .rates(.teamMember)
        case .endUserRates: .rates(.endUser)
        case .keyModelRates: .rates(.keyModel)
        case .teamModelRates: .rates(.teamModel)
        case .organizationRates: .rates(.organization)
        case .organizationModelRates: .rates(.organizationModel)
        case .userModelRates: .rates(.userModel)
        case .teamMemberModelRates: .rates(.teamMemberModel)
        case .endUserModelRates: .rates(.endUserModel)
        }
    }

    /// Whether the check is made for the master key: those that belong to no key are.
    package var bindsMasterKey: Bool {
        switch subject {
        case .rows: [.proxyRoutes, .endUserBlocked, .endUserModels].contains(self)
        case .budget(let kind), .rates(let kind):
            [.endUser, .endUserModel, .global].contains(kind)
        }
    }
}
