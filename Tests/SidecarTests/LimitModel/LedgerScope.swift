import Wire

/// Whom a limit binds, as an error names it; with the model, where it is for one model alone.
struct LedgerScope: Hashable, Sendable {
    /// As an error names it, such as `key` or `team_member`.
    var type: String
    /// The primary key; of a key its place in the world, since its hash may change.
    var id: String
    var model: String?

    func of(model: String) -> LedgerScope { LedgerScope(type: type, id: id, model: model) }
}
