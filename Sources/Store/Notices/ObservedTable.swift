/// A watched table with the triggers of ours on it, as the database has them.
package struct ObservedTable: Equatable, Sendable {
    /// Changes when the table is dropped and made again.
    package let oid: UInt32
    /// The triggers that call a function of ours.
    package let triggers: [ObservedTrigger]
}
