/// One transaction of the flush: the checkpoint, log rows, daily sums, and the spend of every row.
struct FlushTransaction: Sendable {
    let plan: FlushPlan
    let claim: CheckpointClaim
    /// Where the checkpoint stands before.
    let from: Int64
    let database: FlushCatalog
    /// Whether it is rolled back, since only whether it is refused is asked.
    var isTrial = false

    /// What it came to.
    struct Result: Equatable, Sendable {
        /// What the rows hold now.
        var spends: [SpendEntity: Money] = [:]
        /// Rows that are not there: nobody's spend was raised for them.
        var unmatched: Set<SpendEntity> = []
    }

    /// The checkpoint does not stand where it was thought to: nothing was written.
    static let checkpointMoved = PostgresError(.misuse, "the checkpoint has moved")
    private static let trialEnded = PostgresError(.rolledBack, "the trial has ended")

    /// Writes all of it, or nothing.
    ///
    /// - Throws: `checkpointMoved`, and what the database says.
    func run(on connection: PostgresConnection) throws(PostgresError) -> Result {
        FaultPoint.pass(.flushBeforeBegin)
        do {
            let result = try connection.transaction { connection throws(PostgresError) in
                let result = try write(on: connection)
                if isTrial { throw Self.trialEnded }
                FaultPoint.pass(.flushBeforeCommit)
                return result
            }
            FaultPoint.pass(.flushCommitted)
            return result
        } catch  where error == Self.trialEnded {
            return Result()
        }
    }

    /// In the order in which locks are taken: the proxy's, and each table's rows by their keys.
    private func write(on connection: PostgresConnection) throws(PostgresError) -> Result {
        guard try claim.advance(from: from, to: plan.last, on: connection) else {
            throw Self.checkpointMoved
        }
        FaultPoint.pass(.flushCheckpoint)
        let catalog = database.catalog
        try LogTable.spendLogs(catalog)?.insert(plan.logs, on: connection)
        try LogTable.errorLogs(catalog)?.insert(plan.errors, on: connection)
        FaultPoint.pass(.flushLogs)
        for name in TableName.dailySpend {
            guard let key = database.dailyKeys[name] else { continue }
            try DailyTable(name: name, key: key).raise(plan.daily, catalog, on: connection)
        }
        FaultPoint.pass(.flushDaily)
        return try raiseSpend(on: connection)
    }

    private func raiseSpend(on connection: PostgresConnection) throws(PostgresError) -> Result {
        let amounts = EntityAmounts(plan.charges)
        let catalog = database.catalog
        try lockTeams(amounts, on: connection)
        var spends = EntityAmounts()
        spends.users = try SpendTable.users.raise(amounts.users, catalog, on: connection)
        spends.endUsers = try SpendTable.endUsers.raise(amounts.endUsers, catalog, on: connection)
        FaultPoint.pass(.flushUsers)
        let former: Set<TextID>
        (spends.keys, former) = try raiseKeys(amounts.keys, on: connection)
        FaultPoint.pass(.flushKeys)
        spends.teams = try SpendTable.teams.raise(amounts.teams, catalog, on: connection)
        spends.teamMembers = try MembershipTable.teamMembers
            .raise(amounts.teamMembers, catalog, on: connection)
        FaultPoint.pass(.flushTeams)
        spends.organizations = try SpendTable.organizations
            .raise(amounts.organizations, catalog, on: connection)
        spends.organizationMembers = try MembershipTable.organizationMembers
            .raise(amounts.organizationMembers, catalog, on: connection)
        let raised = spends.byEntity
        let unmatched = plan.charges.entities.filter { entity in
            if case .key(let token) = entity, former.contains(TextID(token.hex)) { return false }
            return raised[entity] == nil
        }
        return Result(spends: raised, unmatched: Set(unmatched))
    }

    /// Roster writes of the proxy take this lock before they touch a team's row: so do we.
    ///
    /// In the order of the hashes, which is that of the locks: two teams may share one.
    private func lockTeams(
        _ amounts: EntityAmounts,
        on connection: PostgresConnection
    ) throws(PostgresError) {
        let teams = Set(amounts.teams.keys.map(\.text))
            .union(amounts.teamMembers.keys.map(\.groupID))
        guard !teams.isEmpty else { return }
        try connection.execute(
            """
            SELECT pg_advisory_xact_lock(t.hash) FROM (
                SELECT DISTINCT hashtext(u.id) AS hash FROM unnest($1::text[]) AS u (id)
                ORDER BY hash OFFSET 0
            ) AS t
            """,
            [.textArray(Array(teams))]
        )
    }

    /// A key that was rotated without our hearing of it is found by its old hash, for as long as
    /// the proxy keeps that.
    ///
    /// - Returns: What the rows hold now, and the old hashes whose amounts are in others' rows.
    private func raiseKeys(
        _ amounts: [TextID: Money],
        on connection: PostgresConnection
    ) throws(PostgresError) -> (spends: [TextID: Money], former: Set<TextID>) {
        let catalog = database.catalog
        let seen = Dictionary(
            plan.lastActive.map { (TextID($0.key.hex), $0.value) },
            uniquingKeysWith: max
        )
        // All of them before a row is locked, so that each row is locked in its turn.
        let successors = try successors(of: Array(amounts.keys), on: connection)
        var current: [TextID: Money] = [:]
        var lastActive: [TextID: Timestamp] = [:]
        for (token, amount) in amounts {
            let token = successors[token] ?? token
            current[token, default: .zero] += amount
        }
        for (token, time) in seen {
            let token = successors[token] ?? token
            lastActive[token] = max(lastActive[token] ?? time, time)
        }
        let spends = try SpendTable.keys.raise(
            current,
            lastActive: lastActive,
            catalog,
            on: connection
        )
        return (spends, Set(successors.filter { spends[$0.value] != nil }.keys))
    }

    /// The hashes that keys have now which had these before, and have none of their own.
    private func successors(
        of tokens: [TextID],
        on connection: PostgresConnection
    ) throws(PostgresError) -> [TextID: TextID] {
        let catalog = database.catalog
        guard !tokens.isEmpty, catalog.has(.deprecatedVerificationToken, "active_token_id")
        else { return [:] }
        let rows = try connection.execute(
            """
            SELECT d.token, d.active_token_id
            FROM \(catalog.quoted(.deprecatedVerificationToken)) AS d
            WHERE d.token = ANY($1::text[]) AND NOT EXISTS (
                SELECT FROM \(catalog.quoted(.verificationToken)) AS k WHERE k.token = d.token
            )
            """,
            [.textArray(tokens.map(\.text))]
        )
        var successors: [TextID: TextID] = [:]
        for row in rows {
            guard let active = try row.optionalText(1) else { continue }
            successors[TextID(try row.text(0))] = TextID(active)
        }
        return successors
    }
}
