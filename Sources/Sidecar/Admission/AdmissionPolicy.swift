package import Store

/// What the settings say about admission, whichever key is shown.
package struct AdmissionPolicy: Equatable, Sendable {
    /// Whether a blocked end user is refused; the proxy's core does not look at that column.
    package var enforcesBlockedEndUsers = false
    /// The models and access groups of the proxy's configuration file.
    package var models = ProxyModels()
    /// `router_settings.model_group_alias`: the name asked for to the name used.
    package var routerAliases: [String: String] = [:]
    /// `litellm_settings.model_alias_map`, which goes before the router's aliases.
    package var globalAliases: [String: String] = [:]
    /// `general_settings.allowed_routes`, compared as they stand; nil: every route.
    package var allowedRoutes: Set<String>?

    package init() {}
}
