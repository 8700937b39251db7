/// What one request asks of admission, apart from the key it shows.
///
/// What a grant will need (an estimate of cost and tokens) comes in here as further members, so
/// that check and take judge one value.
package struct AdmissionRequest: Equatable, Sendable {
    /// What the parameter `model` asks for.
    package var models: RequestedModels
    /// The customer of the customer, where the request names one.
    package var endUserID: String?
    /// The path that the proxy was called at, without query; nil: routes are not judged.
    package var route: String?
    /// What the request is booked under, besides its key.
    package var tags: [String]

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
