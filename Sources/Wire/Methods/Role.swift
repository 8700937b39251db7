/// What a socket's callers may do; a method's role is the least that it needs.
package enum Role: String, CaseIterable, Comparable, Sendable {
    /// Authorize, record, look at health.
    case data
    /// All of that, and manage keys, caches and spend.
    case admin

    package static func < (left: Role, right: Role) -> Bool {
        switch (left, right) {
        case (.data, .admin): true
        case (.data, .data), (.admin, .data), (.admin, .admin): false
        }
    }
}
