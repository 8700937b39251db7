package import Store

/// What is told to a request that was let in.
package struct Admittance: Equatable, Sendable {
    /// What its sender should know.
    package var warnings: [AdmissionWarning]
    /// The budget that will run out first; nil where none binds it.
    package var budget: TightestBudget?
    package var remaining = RemainingLimits()
    /// What holds the reservation and the slots; nil where nothing is held.
    package var grant: GrantID?
    /// Whether the end of the connection has to be told from now on.
    package var watchesConnection = false

    package init(warnings: [AdmissionWarning] = []) {
        self.warnings = warnings
    }
}
