/// Whether a key's `allowed_routes` grant a route.
enum RouteRules {
    /// Whether one of the entries grants the route.
    ///
    /// An entry is a route, the name of a group, a beginning of routes with a trailing `*`, or a
    /// template. A route also grants what lies below it, `/x` thus `/x/y`, but not `/xy`: so the
    /// proxy compares. It reads templates inside groups only; here a key's own may be one too.
    static func allows(_ route: String, by entries: [String]) -> Bool {
        for entry in entries where isAtOrBelow(route, entry) { return true }
        for entry in entries where covers(entry, route) { return true }
        return false
    }

    private static func isAtOrBelow(_ route: String, _ entry: String) -> Bool {
        let path = route.utf8.span
        let root = entry.utf8.span
        guard path.count >= root.count else { return false }
        for position in 0..<root.count where path[position] != root[position] { return false }
        return path.count == root.count || path[root.count] == UInt8(ascii: "/")
    }

    private static func covers(_ entry: String, _ route: String) -> Bool {
        if let group = RouteGroups.named[entry] { return group.contains(route) }
        if entry.utf8.last == UInt8(ascii: "*") { return isAbove(entry, route) }
        return RouteTemplate(entry)?.matches(route) ?? false
    }

    /// Whether the route begins with what stands before the trailing `*`.
    private static func isAbove(_ entry: String, _ route: String) -> Bool {
        let path = route.utf8.span
        let root = entry.utf8.span
        guard path.count >= root.count - 1 else { return false }
        for position in 0..<(root.count - 1) where path[position] != root[position] {
            return false
        }
        return true
    }
}
