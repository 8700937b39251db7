/// Everything that is held in memory of the proxy's tables, and the waiting for what is not.
///
/// A pure value: the shell `Accounts` keeps it behind a lock, runs what it asks for, and brings
/// the outcome back. One counter of generations orders asks, reads and notices of all tables.
package struct AccountsState: Sendable {
    package var keys: RowTable<KeyRow>
    package var deprecatedKeys: RowTable<DeprecatedKeyRow>
    package var teams = RowTable<TeamRow>(eviction: .none)
    package var modelAliases = RowTable<ModelAliasesRow>(eviction: .none)
    package var users = RowTable<UserRow>(eviction: .none)
    package var organizations = RowTable<OrganizationRow>(eviction: .none)
    package var teamMembers = RowTable<TeamMembershipRow>(eviction: .none)
    package var organizationMembers = RowTable<OrganizationMembershipRow>(eviction: .none)
    package var endUsers: RowTable<EndUserRow>
    package var budgets = RowTable<BudgetRow>(eviction: .none)
    package var proxyModels = RowTable<ProxyModelRow>(eviction: .none)
    package var accessGroups = RowTable<AccessGroupRow>(eviction: .none)

    var limits: AccountLimits
    package var currency: FreshnessState
    /// Where the rows come from; nil until a database was reached.
    var origin: RowOrigin?
    /// What the rows of `proxyModels` amount to.
    package private(set) var models = ProxyModels()
    var counter = Generation.never
    var gate: FloodGate
    /// What is journaled and not yet in the rows.
    package internal(set) var meters = SpendMeters()
    /// What requests have taken of limits.
    package internal(set) var limitMeters: LimitMeters
    var refresh = RefreshRounds()
    /// What was last answered about keys.
    var answers = KeptAnswers()
    /// Whether the reset job of this database is one of ours, which knows every kind of row.
    package var resetsAreOurs = false
    var keyMoveProposals = KeyMoveProposals()
    var provedKeyMoves: [KeyMove] = []
    private(set) var waiters: [RowReference: [WaiterID]] = [:]

    package init(
        limits: AccountLimits,
        pollInterval: Duration = .seconds(5),
        meters: LimitMeters = LimitMeters()
    ) {
        self.limits = limits
        limitMeters = meters
        currency = FreshnessState(staleGrace: limits.staleGrace, pollInterval: pollInterval)
        keys = RowTable(eviction: .absences(limits.rememberedUnknownKeys))
        deprecatedKeys = RowTable(eviction: .absences(limits.rememberedUnknownKeys))
        endUsers = RowTable(eviction: .everything(limits.rememberedEndUsers))
        gate = FloodGate(perSecond: limits.unknownReadsPerSecond)
    }

    /// How current the rows are.
    package var freshness: Freshness { currency.freshness }

    /// The generation of a request that asks now.
    package var currentGeneration: Generation { counter }

    /// Whether "not found" may be remembered: while an insert would be noticed, or found by the
    /// next pass over the whole table, which forgets what was remembered before.
    var keepsAbsences: Bool { freshness.isFresh }

    /// Runs `body` on what was taken of limits.
    package mutating func withLimits<Result>(_ body: (inout LimitMeters) -> Result) -> Result {
        body(&limitMeters)
    }

    /// Deployments may have changed: works out anew what they offer.
    mutating func refreshModels<Row: AccountRow>(after row: Row.Type) {
        guard Row.self == ProxyModelRow.self else { return }
        models = ProxyModels()
        for case let model? in proxyModels.slots.map(\.row?.row) {
            models.add(name: model.modelName, accessGroups: model.accessGroups)
        }
    }
}

// MARK: - Waiting

extension AccountsState {
    /// Has `waiter` woken when the first of these reads is done, whatever its outcome.
    package mutating func wait(_ waiter: WaiterID, for references: [RowReference]) {
        for reference in references { waiters[reference, default: []].append(waiter) }
    }

    mutating func takeWaiters(for reference: RowReference) -> [WaiterID] {
        waiters.removeValue(forKey: reference) ?? []
    }

    /// Drops a waiter that gave up.
    package mutating func stopWaiting(_ waiter: WaiterID, for references: [RowReference]) {
        for reference in references {
            waiters[reference]?.removeAll { $0 == waiter }
            if waiters[reference]?.isEmpty == true { waiters[reference] = nil }
        }
    }
}
