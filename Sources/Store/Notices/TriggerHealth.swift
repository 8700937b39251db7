/// The watched tables and their triggers at one moment, read by the heartbeat and `check`.
package struct TriggerHealth: Equatable, Sendable {
    /// Every table that would be watched and is there.
    package let tables: [TableName: ObservedTable]
    /// How full the cluster's queue of notices is, 0 to 1.
    package let queueUsage: Double

    let channel: NoticeChannel

    /// Reads everything in one statement.
    ///
    /// - Returns: the tables under the catalogue's names, whether or not it knew of them.
    package static func read(
        on connection: PostgresConnection,
        _ catalog: Catalog
    ) throws(PostgresError) -> TriggerHealth {
        try read(on: connection, catalog, tables: TableName.cached)
    }

    /// Reads some of the tables.
    static func read(
        on connection: PostgresConnection,
        _ catalog: Catalog,
        tables: [TableName]
    ) throws(PostgresError) -> TriggerHealth {
        let names = Dictionary(
            tables.map { (catalog.prefix.name(of: $0), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let rows = try connection.execute(
            statement,
            [
                .text(catalog.schema.rawValue), .textArray(names.keys.sorted()),
                .text(TriggerFunction.body), .textArray(TriggerFunction.configuration),
            ]
        )
        var usage = 0.0
        var oids: [TableName: UInt32] = [:]
        var triggers: [TableName: [ObservedTrigger]] = [:]
        for row in rows {
            usage = try row.double(0)
            guard let name = try row.optionalText(1), let table = names[name] else { continue }
            oids[table] = try row.oid(2)
            if let trigger = try trigger(row) { triggers[table, default: []].append(trigger) }
        }
        let observed = oids.map { table, oid in
            (table, ObservedTable(oid: oid, triggers: triggers[table] ?? []))
        }
        return TriggerHealth(
            tables: Dictionary(uniqueKeysWithValues: observed),
            queueUsage: usage,
            channel: NoticeChannel(catalog)
        )
    }

    /// How the triggers on a table are, nil where there is no such table.
    package func state(of table: TableName) -> TriggerState? {
        tables[table].map { observed in
            TriggerRules.state(
                of: observed.triggers,
                expected: TriggerDefinition.all(on: table, channel: channel)
            )
        }
    }

    /// Why notices cannot be relied on, given the tables that were attached; none: they can.
    package func problems(
        against catalog: Catalog,
        queueBound: Double = worryingQueueUsage
    ) -> [TriggerProblem] {
        var problems: [TriggerProblem] = []
        for table in TableName.cached {
            switch (catalog.tables[table]?.oid, tables[table]?.oid) {
            case (nil, nil): continue
            case (_?, nil): problems.append(.gone(table))
            case (nil, _?): problems.append(.appeared(table))
            case (let known?, let present?) where known != present:
                problems.append(.replaced(table))
            case (_?, _?):
                if let state = state(of: table), state != .right {
                    problems.append(.triggers(table, state))
                }
            }
        }
        if queueUsage >= queueBound { problems.append(.queueFilling(queueUsage)) }
        return problems
    }

    /// From here on notices count as unreliable, long before triggers keep silent.
    package static let worryingQueueUsage = TriggerFunction.maximumQueueUsage / 2

    private static func trigger(_ row: PostgresRow) throws(PostgresError) -> ObservedTrigger? {
        guard let name = try row.optionalText(3) else { return nil }
        return ObservedTrigger(
            name: name,
            version: TriggerFunction.version(ofName: try row.text(4)),
            type: Int(try row.int(5)),
            arguments: try row.text(6),
            enabled: try row.text(7),
            hasCondition: try row.bool(8),
            hasOurFunction: try row.bool(9)
        )
    }

    /// A row per trigger, one without trigger for a table that has none, and one without
    /// table when there are none, for the queue's sake.
    private static let statement = PostgresStatement(
        "trigger_health",
        """
        SELECT pg_catalog.pg_notification_queue_usage(), c.relname, c.oid, t.tgname, t.proname,
            t.tgtype, t.arguments, t.tgenabled, t.has_condition, t.is_ours
        FROM (VALUES (1)) AS always (x)
        LEFT JOIN (
            pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n
                ON n.oid = c.relnamespace AND n.nspname = $1 AND c.relname = ANY ($2)
                    AND c.relkind IN ('r', 'p')
        ) ON true
        LEFT JOIN (
            SELECT g.tgrelid, g.tgname, p.proname, g.tgtype,
                pg_catalog.encode(g.tgargs, 'hex') AS arguments, g.tgenabled,
                g.tgqual IS NOT NULL AS has_condition,
                p.prosrc = $3 AND NOT p.prosecdef AND p.proconfig IS NOT DISTINCT FROM $4
                    AS is_ours
            FROM pg_catalog.pg_trigger g
            JOIN pg_catalog.pg_proc p ON p.oid = g.tgfoid
            JOIN pg_catalog.pg_namespace s ON s.oid = p.pronamespace AND s.nspname = 'sidecar'
            WHERE NOT g.tgisinternal
        ) AS t ON t.tgrelid = c.oid
        """
    )
}
