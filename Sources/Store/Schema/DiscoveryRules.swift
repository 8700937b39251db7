/// Which tables are meant, judged from every key table that a database has.
package enum DiscoveryRules {
    /// What was chosen, or why nothing could be.
    package enum Choice: Equatable, Sendable {
        /// Exactly one set of tables is meant.
        case found(SchemaName, TablePrefix)
        /// The database has no such tables.
        case empty
        /// None where the settings say, but some in another place.
        case elsewhere(configured: SchemaName, found: [DiscoveryCandidate])
        /// Several are possible, so that the settings must say.
        case ambiguous([DiscoveryCandidate])
    }

    /// Chooses by the settings; what they leave open is found by looking.
    ///
    /// - Parameters:
    ///   - candidates: every table that looks like the key table.
    ///   - schema: the Postgres schema from the settings, or nil: then `public` comes first,
    ///     and any other if `public` has none.
    ///   - prefix: the prefix from the settings, or nil.
    /// - Returns: the one set of tables that fits, or why there is none.
    package static func choose(
        from candidates: [DiscoveryCandidate],
        schema: SchemaName?,
        prefix: TablePrefix?
    ) -> Choice {
        let possible =
            candidates
            .filter { prefix == nil || $0.prefix == prefix }
            .sorted { ($0.schema.rawValue, $0.table) < ($1.schema.rawValue, $1.table) }
        let wanted = schema ?? .public
        let inPlace = possible.filter { $0.schema == wanted }
        let rest = possible.filter { $0.schema != wanted }
        if !inPlace.isEmpty { return single(inPlace) }
        if rest.isEmpty { return .empty }
        return schema == nil ? single(rest) : .elsewhere(configured: wanted, found: rest)
    }

    private static func single(_ candidates: [DiscoveryCandidate]) -> Choice {
        guard let first = candidates.first, candidates.count == 1 else {
            return .ambiguous(candidates)
        }
        return .found(first.schema, first.prefix)
    }
}
