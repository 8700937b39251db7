/// Installs, verifies and removes the triggers and the `sidecar` schema.
///
/// Each step is a transaction of its own under ``SchemaLock``, so that no table waits for
/// another, and looks before it writes: what is right already is not touched, not even locked.
/// The connection must be to the primary, and to a server of version 13 or later.
package struct TriggerInstaller {
    /// The tables to watch.
    package let catalog: Catalog
    /// How long it may take.
    package let limits: InstallLimits

    /// An installer for the tables of a catalogue.
    package init(_ catalog: Catalog, limits: InstallLimits = .standard) {
        self.catalog = catalog
        self.limits = limits
    }

    /// Has every cached table watched.
    ///
    /// - Returns: what was done; `.notPermitted` where the role lacks a right.
    /// - Throws: `PostgresError` when the database could not be asked.
    package func attach(on connection: PostgresConnection) throws(PostgresError) -> AttachOutcome {
        do {
            return try attachAll(on: connection)
        } catch  where error.isRefusedToRole {
            return .notPermitted(error.message)
        }
    }

    /// Looks at everything and changes nothing.
    package func check(on connection: PostgresConnection) throws(PostgresError) -> TriggerCheck {
        TriggerCheck(
            catalog: catalog,
            presence: try SidecarPresence.read(on: connection, catalog),
            health: try TriggerHealth.read(on: connection, catalog)
        )
    }

    private func attachAll(
        on connection: PostgresConnection
    ) throws(PostgresError)
        -> AttachOutcome
    {
        var presence = try SidecarPresence.read(on: connection, catalog)
        if presence.isNewer {
            return .newer(version: max(presence.attachment?.version ?? 0, presence.layout ?? 0))
        }
        if !presence.isComplete {
            let made: SidecarPresence? = try retrying(on: connection) {
                (connection) throws(PostgresError) in try makeSchema(on: connection)
            }
            guard let made else { throw busySchema }
            presence = made
        }
        guard let attachment = presence.attachment else { throw busySchema }
        var steps: [TableName: AttachReport.Step] = [:]
        let health = try TriggerHealth.read(on: connection, catalog)
        for table in TableName.cached where health.tables[table] != nil {
            steps[table] = try attach(table, health: health, on: connection)
        }
        let report = AttachReport(
            databaseID: attachment.databaseID,
            channel: NoticeChannel(catalog),
            tables: steps
        )
        guard report.isComplete else { return .incomplete(report) }
        try finish(attachment, on: connection)
        return .attached(report)
    }

    private func attach(
        _ table: TableName,
        health: TriggerHealth,
        on connection: PostgresConnection
    ) throws(PostgresError) -> AttachReport.Step {
        if let step = Self.step(without: health.state(of: table)) { return step }
        let step: AttachReport.Step? = try retrying(on: connection) {
            (connection) throws(PostgresError) in
            // Somebody else may have done it while we waited for the lock.
            let health = try TriggerHealth.read(on: connection, catalog, tables: [table])
            let state = health.state(of: table)
            if let step = Self.step(without: state) { return step }
            let repairs = TriggerRules.repairs(
                of: health.tables[table]?.triggers ?? [],
                expected: TriggerDefinition.all(on: table, channel: NoticeChannel(catalog)),
                on: catalog.quoted(table)
            )
            try connection.execute(script: repairs.joined(separator: ";\n"))
            return health.tables[table]?.triggers.isEmpty == true ? .installed : .repaired
        }
        return step ?? .busy
    }

    /// What is reported where there is nothing to do, nil where there is.
    private static func step(without state: TriggerState?) -> AttachReport.Step? {
        switch state {
        case nil: .vanished
        case .right?: .untouched
        case .newer(let version)?: .newer(version: version)
        case .missing?, .disabled?, .different?, .outdated?: nil
        }
    }

    private func makeSchema(
        on connection: PostgresConnection
    ) throws(PostgresError) -> SidecarPresence {
        let presence = try SidecarPresence.read(on: connection, catalog)
        if presence.isComplete || presence.isNewer { return presence }
        // IF NOT EXISTS asks for the right to make schemas even where there is one.
        if !presence.hasSchema {
            try connection.execute("CREATE SCHEMA \(SchemaName.sidecar.quoted)")
        }
        if !presence.hasTables { try connection.execute(script: SidecarSchema.createTablesSQL) }
        if !presence.hasFunction { try connection.execute(TriggerFunction.createSQL) }
        if presence.attachment == nil { try Attachment.write(on: connection, catalog) }
        return try SidecarPresence.read(on: connection, catalog)
    }

    /// Notes the version and drops functions that nothing calls any more.
    private func finish(
        _ attachment: Attachment,
        on connection: PostgresConnection
    ) throws(PostgresError) {
        guard attachment.version < TriggerFunction.version else { return }
        _ = try retrying(on: connection) { (connection) throws(PostgresError) in
            try Attachment.write(on: connection, catalog)
            for row in try connection.execute(SidecarSchema.unusedFunctionsSQL) {
                let name = try row.text(0)
                guard let version = TriggerFunction.version(ofName: name),
                    version < TriggerFunction.version
                else { continue }
                try connection.execute("DROP FUNCTION \(TriggerFunction.qualified(name))()")
            }
        }
    }

    private var busySchema: PostgresError {
        PostgresError(
            .server,
            "others held the sidecar schema for too long",
            sqlState: .lockNotAvailable
        )
    }
}
