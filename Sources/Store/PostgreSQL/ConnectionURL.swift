/// The parts of a connection URL that are looked at before libpq sees it.
struct ConnectionURL {
    private let base: Substring
    private let query: [Substring]

    static func isURL(_ text: String) -> Bool {
        text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
    }

    init(_ text: String) {
        let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        base = halves[0]
        query = halves.count == 2 ? halves[1].split(separator: "&") : []
    }

    /// Whether an `@` stands where libpq would take part of a password for a host or a database,
    /// and then quote it in its error.
    var hasStrayAt: Bool {
        guard let scheme = base.firstRange(of: "://") else { return false }
        let rest = base[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        return rest.dropFirst(authority.count).contains("@")
            || authority.count { $0 == "@" } > 1
    }

    /// The options that Prisma defines for itself.
    /// https://www.prisma.io/docs/orm/overview/databases/postgresql#arguments
    var foreignOptions: [String: String] {
        var options: [String: String] = [:]
        for item in query where ConnectionURL.isForeign(item) {
            let parts = item.split(separator: "=", maxSplits: 1)
            options[String(parts[0])] = parts.count == 2 ? String(parts[1]) : ""
        }
        return options
    }

    var withoutForeignOptions: String {
        let kept = query.filter { !ConnectionURL.isForeign($0) }
        return kept.isEmpty ? String(base) : base + "?" + kept.joined(separator: "&")
    }

    private static func isForeign(_ item: Substring) -> Bool {
        foreign.contains(String(item.prefix { $0 != "=" }))
    }

    private static let foreign: Set<String> = [
        "schema", "connection_limit", "pool_timeout", "pgbouncer", "socket_timeout",
        "statement_cache_size", "sslaccept", "sslidentity", "max_connection_lifetime",
        "max_idle_connection_lifetime", "single_use_connections",
    ]
}
