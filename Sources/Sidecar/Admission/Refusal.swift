package import Store

/// Why a request is refused, as a closed list.
///
/// Behind a reference, since nearly every request carries none.
package indirect enum Refusal: Error, Equatable, Sendable {
    /// The credential cannot be a key.
    case malformedKey(KeyShape.Fault)
    /// No row has this key's hash.
    case unknownKey
    /// Somebody blocked the key, the team or the end user.
    case blocked(AdmissionEntity)
    /// The identity provider switched the key's owner off (`scim_active` is false).
    case ownerDeactivated(userID: String)
    case expired(AdmissionEntity, at: Timestamp)
    /// The entity's list of models does not grant the model.
    case modelNotAllowed(AdmissionEntity, model: String)
    /// The key's user has `no-default-models`: it uses models through teams only.
    case noModelsOutsideTeams(userID: String, model: String)
    /// The entity's list of routes does not grant the route.
    case routeNotAllowed(AdmissionEntity, route: String)
    case budgetExceeded(BudgetRefusal)
    case rateLimited(RateRefusal)
    /// As many grants are open as one daemon keeps, or as it keeps for one user.
    case tooManyGrants(Int)
    /// The end user's id does not fit into the id of a grant.
    case endUserUnnameable
}
