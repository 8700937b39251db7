/// The models that deployments offer, and the access groups that name several of them.
package struct ProxyModels: Equatable, Sendable {
    package private(set) var names: Set<String> = []
    /// Group name to the model names in it.
    package private(set) var groups: [String: Set<String>] = [:]

    package init() {}

    /// Takes in one deployment.
    package mutating func add(name: String, accessGroups: [String]) {
        names.insert(name)
        for group in accessGroups { groups[group, default: []].insert(name) }
    }
}
