/// The proxy's short names for what a key may be used for.
enum KeyType: String, CaseIterable, Sendable {
    /// Calls of models.
    case models = "llm_api"
    case management
    /// Calls that show something.
    case readOnly = "read_only"
    /// Everything, unless `allowed_routes` says otherwise.
    case unrestricted = "default"
}

extension KeyType {
    /// What it puts into `allowed_routes`.
    var routeGroup: String? {
        switch self {
        case .models: "llm_api_routes"
        case .management: "management_routes"
        case .readOnly: "info_routes"
        case .unrestricted: nil
        }
    }
}
