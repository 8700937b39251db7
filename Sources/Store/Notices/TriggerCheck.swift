/// What `check` found.
package struct TriggerCheck: Equatable, Sendable {
    /// The tables that were looked for.
    package let catalog: Catalog
    /// The `sidecar` schema.
    package let presence: SidecarPresence
    /// The tables and their triggers.
    package let health: TriggerHealth

    /// How the triggers on each table are.
    package var tables: [TableName: TriggerState] {
        var states: [TableName: TriggerState] = [:]
        for table in health.tables.keys { states[table] = health.state(of: table) }
        return states
    }

    /// Whether nothing is wrong.
    package var isRight: Bool {
        presence.isComplete && !presence.isNewer && health.problems(against: catalog).isEmpty
    }
}
