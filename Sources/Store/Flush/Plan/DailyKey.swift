/// What one row of a daily table is about: all that a table may have in its unique index.
struct DailyKey: Hashable, Sendable {
    /// The user's, team's, … id, or the tag.
    var entity: TextID
    /// `YYYY-MM-DD`, of the start of the request, in UTC.
    var date: String
    /// The hash of the key.
    var apiKey: String
    var model: TextID
    var provider: String
    var tool: String
    /// The proxy's name for the route; what we are told has none.
    var endpoint = ""
}
