/// Model aliases of teams: a row of `ModelTable`.
package struct ModelAliasesRow: CachedRow {
    package var id: Int32
    /// The name asked for to the name used.
    package var aliases: [String: String]

    package init(id: Int32, aliases: [String: String]) {
        self.id = id
        self.aliases = aliases
    }
}
