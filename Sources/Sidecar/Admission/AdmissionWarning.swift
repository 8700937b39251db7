/// Something about an admitted request that its sender should know.
package struct AdmissionWarning: Equatable, Sendable {
    /// What it warns of.
    package var kind: Kind
    /// Whose limits it is about.
    package var entity: AdmissionEntity

    package init(_ kind: Kind, _ entity: AdmissionEntity) {
        self.kind = kind
        self.entity = entity
    }

    /// The closed list of warnings; the raw value is the `type` of the protocol.
    package enum Kind: String, Sendable {
        /// The end user could not be looked up, so none of its limits was applied.
        case endUserUnverified = "end_user_unverified"
        /// The spend has reached the soft budget, which refuses nothing.
        case softBudgetExceeded = "soft_budget_exceeded"
    }
}
