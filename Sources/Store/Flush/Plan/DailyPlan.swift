/// The rows of the daily tables that a batch adds to, merged: no statement meets a row twice.
struct DailyPlan: Equatable, Sendable {
    private(set) var tables: [TableName: [DailyKey: DailyTotals]] = [:]

    /// Counts a request in for everybody whom it concerns.
    ///
    /// Rows of users have an empty id where there is none; the others need one, as at the proxy.
    mutating func add(_ event: SpendEvent) {
        let identity = event.identity
        let day = String(event.log.startTime.postgres.prefix(10))
        add(event, day, to: .dailyUserSpend, identity.userID ?? "")
        add(event, day, to: .dailyTeamSpend, identity.teamID)
        add(event, day, to: .dailyOrganizationSpend, identity.organizationID)
        add(event, day, to: .dailyEndUserSpend, event.endUserID)
        add(event, day, to: .dailyAgentSpend, event.log.agentID)
        for tag in Set(event.log.tags) { add(event, day, to: .dailyTagSpend, tag) }
    }

    private mutating func add(
        _ event: SpendEvent,
        _ day: String,
        to table: TableName,
        _ entity: String?
    ) {
        guard let entity, !entity.isEmpty || table == .dailyUserSpend else { return }
        let key = DailyKey(
            entity: TextID(entity),
            date: day,
            apiKey: event.identity.token,
            model: TextID(event.log.model),
            provider: event.log.customLLMProvider ?? "",
            tool: event.log.mcpNamespacedToolName ?? ""
        )
        tables[table, default: [:]][key, default: DailyTotals()].add(event)
    }

    /// The rows of a table whose rows are told apart by these columns alone.
    func rows(of table: TableName, by columns: [String]) -> [(DailyKey, DailyTotals)] {
        let rows = tables[table] ?? [:]
        guard DailyColumn.all(of: table).count > columns.count else { return rows.map { ($0, $1) } }
        var merged: [[TextID]: (DailyKey, DailyTotals)] = [:]
        for (key, totals) in rows {
            let place = columns.map { TextID(DailyColumn.value(key, $0, of: table) ?? "") }
            merged[place, default: (key, DailyTotals())].1.add(totals)
        }
        return Array(merged.values)
    }
}
