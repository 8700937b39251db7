/// Judges the triggers on a table and says what would put them right.
package enum TriggerRules {
    /// How the triggers are.
    ///
    /// - Parameters:
    ///   - observed: every trigger on the table that calls a function of ours.
    ///   - expected: the triggers that this version makes.
    /// - Returns: the worst that is true of them; a newer version is left in peace.
    package static func state(
        of observed: [ObservedTrigger],
        expected: [TriggerDefinition]
    ) -> TriggerState {
        let versions = observed.compactMap(\.version)
        if let newest = versions.max(), newest > TriggerFunction.version {
            return .newer(version: newest)
        }
        let isMissing = expected.contains { find($0, in: observed) == nil }
        if let oldest = versions.min(), oldest < TriggerFunction.version {
            return .outdated(version: oldest)
        }
        if isMissing { return .missing }
        let isForeign = observed.contains { trigger in
            !expected.contains { $0.event.rawValue == trigger.name }
        }
        let isRight = expected.allSatisfy { definition in
            find(definition, in: observed).map { isMade($0, as: definition) } ?? false
        }
        if isForeign || !isRight { return .different }
        return observed.allSatisfy { $0.enabled == enabledAlways } ? .right : .disabled
    }

    /// The statements that put the triggers right; none for what is right, or newer.
    ///
    /// - Parameters:
    ///   - observed: every trigger on the table that calls a function of ours.
    ///   - expected: the triggers that this version makes.
    ///   - table: the table's name as it stands in SQL.
    /// - Returns: the statements in order; they need the lock that CREATE TRIGGER takes.
    package static func repairs(
        of observed: [ObservedTrigger],
        expected: [TriggerDefinition],
        on table: String
    ) -> [String] {
        if case .newer = state(of: observed, expected: expected) { return [] }
        var statements: [String] = []
        for trigger in observed where !isWanted(trigger, among: expected) {
            statements.append(dropSQL(trigger.name, on: table))
        }
        for definition in expected {
            let present = find(definition, in: observed).flatMap { trigger in
                isMade(trigger, as: definition) ? trigger : nil
            }
            if present == nil { statements.append(definition.createSQL(on: table)) }
            if present?.enabled != enabledAlways {
                statements.append(definition.enableSQL(on: table))
            }
        }
        return statements
    }

    /// Removes a trigger.
    static func dropSQL(_ name: String, on table: String) -> String {
        "DROP TRIGGER \(PostgresIdentifier.quoted(name)) ON \(table)"
    }

    private static let enabledAlways = "A"

    private static func find(
        _ definition: TriggerDefinition,
        in observed: [ObservedTrigger]
    ) -> ObservedTrigger? {
        observed.first { $0.name == definition.event.rawValue }
    }

    private static func isWanted(
        _ trigger: ObservedTrigger,
        among expected: [TriggerDefinition]
    ) -> Bool {
        expected.contains { $0.event.rawValue == trigger.name && isMade(trigger, as: $0) }
    }

    private static func isMade(
        _ trigger: ObservedTrigger,
        as definition: TriggerDefinition
    ) -> Bool {
        trigger.version == TriggerFunction.version && trigger.hasOurFunction
            && trigger.type == definition.event.catalogType
            && trigger.arguments == definition.encodedArguments
            && trigger.hasCondition == definition.event.hasCondition
    }
}
