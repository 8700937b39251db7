/// A trigger that calls a function of ours, as the database has it.
package struct ObservedTrigger: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// The version of the function that it calls, nil for a name that we do not know.
    package let version: Int?
    /// `pg_trigger.tgtype`: on what it fires.
    package let type: Int
    /// Its arguments, in hex, each ended by a zero byte.
    package let arguments: String
    /// `pg_trigger.tgenabled`: `A` always, `O` unless replicating, `R` when, `D` never.
    package let enabled: String
    /// Whether it has a WHEN.
    package let hasCondition: Bool
    /// Whether the function is word for word ours.
    package let hasOurFunction: Bool
}
