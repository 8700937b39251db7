/// Routes that go by one name in `allowed_routes`, sorted by how they are compared.
struct RouteGroup: Sendable {
    /// The members as they are written.
    private(set) var listed: Set<String> = []
    /// What stands before the trailing `*`.
    private var prefixes: [String] = []
    private var templates: [RouteTemplate] = []

    /// Takes the members as they are written: exact, with a trailing `*`, or with variables.
    init(members: some Sequence<String>) {
        for member in members {
            listed.insert(member)
            if member.hasSuffix("*") { prefixes.append(String(member.dropLast())) }
            if let template = RouteTemplate(member) { templates.append(template) }
        }
    }

    /// How many routes, beginnings and templates it has.
    var count: Int { listed.count }

    /// Whether the route is one of the group's.
    func contains(_ route: String) -> Bool {
        listed.contains(route) || prefixes.contains { route.hasPrefix($0) }
            || templates.contains { $0.matches(route) }
    }
}
