/// What became of keys that were to be deleted.
package struct KeyDeletion: Equatable, Sendable {
    /// The keys that are gone.
    package var deleted: [Deleted]
    /// The tokens or aliases that no key had, in the order asked for.
    package var missing: [String]

    /// A key that is gone.
    package struct Deleted: Equatable, Sendable {
        /// The column `token`.
        package var token: String
        /// What it was called.
        package var alias: String?
    }
}
