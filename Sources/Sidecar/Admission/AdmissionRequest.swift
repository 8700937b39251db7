package import Store

/// What one request asks of admission, apart from the key it shows.
package struct AdmissionRequest: Equatable, Sendable {
    /// What the parameter `model` asks for.
    package var models: RequestedModels
    /// The customer of the customer, where the request names one.
    package var endUserID: String?
    /// The path that the proxy was called at, without query; nil: routes are not judged.
    package var route: String?
    /// What the request is booked under, besides its key.
    package var tags: [String]
    /// What it may cost; nil: nothing is reserved.
    package var estimatedCost: Money?
    /// How many tokens it may take.
    package var estimatedTokens: Int64?
    /// How long a grant holds; nil: as the settings say.
    package var grantLifetime: Duration?
    /// Whether the end of the connection ends a grant, too.
    package var holdsConnection = false

    package init(
        model: String? = nil,
        endUserID: String? = nil,
        route: String? = nil,
        tags: [String] = []
    ) {
        models = RequestedModels(model)
        self.endUserID = endUserID
        self.route = route
        self.tags = tags
    }
}

extension AdmissionRequest {
    /// What it asks of every scope.
    func demand(_ policy: AdmissionPolicy, now: Moment) -> LimitDemand {
        guard policy.reserves else { return LimitDemand(now: now) }
        let cost = estimatedCost.map { min($0, policy.grantCap ?? .greatest) }
        return LimitDemand(cost: cost, tokens: estimatedTokens, now: now)
    }
}
