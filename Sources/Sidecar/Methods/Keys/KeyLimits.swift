/// Every bound of what callers may write into keys, in one place.
enum KeyLimits {
    /// Characters of a key that a caller chooses, at least.
    static let shortestKey = 16
    /// Characters of an id or alias: two of them, in UTF-8, fit an entry of an index of Postgres.
    static let idLength = 256
    /// Characters of an entry of a list: a model, a route.
    static let entryLength = 512
    /// Entries of a list, members of a mapping.
    static let entries = 1_000
    /// Levels of arrays and objects in a JSON value, so that an answer around it can be read.
    static let jsonDepth = 24
    /// Keys on a page.
    static let pageSize: Int64 = 1_000
    /// The number of the last page that can be asked for.
    static let lastPage: Int64 = 1_000_000_000
    /// Keys that one call deletes.
    static let deletions = 1_000
}
