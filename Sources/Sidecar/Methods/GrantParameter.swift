import Store
import Wire

/// The parameter `grant`, and what is said of one that names none.
enum GrantParameter {
    /// The most characters of an id.
    static let length = 4_096

    static let grant = Field(
        "grant",
        .string(atLeast: 1, atMost: length),
        required: true,
        "The id that `key.authorize` gave."
    )

    /// An id as the examples show it.
    static let example =
        "g1.5a1f3f1dd3a14ab3ad9cbf5f6d9ea0d0e0b3f0a7a0a4b5c2e1d6f7a8b9c0d1e2.."
        + "8f14e45fceea167a5a36dedd4bea2543"

    /// The id that is given.
    /// - Throws: `invalid_params` for a text that is no id.
    static func read(_ arguments: Arguments) throws(WireError) -> GrantID {
        guard let id = arguments.string("grant").flatMap(GrantID.init) else {
            throw .invalid("grant", "must be the id of a grant, as `key.authorize` gave it")
        }
        return id
    }

    static let unknown = WireError(
        .notFound,
        "No such grant is open: it ended, or the daemon was restarted. Its spend can be recorded "
            + "under it all the same."
    )

    static let foreign = WireError(
        .permissionDenied,
        "The grant was taken by a process of another user, or its id was altered."
    )
}
