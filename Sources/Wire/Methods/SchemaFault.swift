/// Where a value departs from its schema, and how.
package struct SchemaFault: Error, Equatable, Sendable {
    /// The way to the place at fault: `tags[3]`, `error.status_code`.
    package var path: String
    /// What must be so there, without the value itself: it may be a secret.
    package var requirement: String

    /// The error that a caller sees.
    package var error: WireError {
        var context = WireError.Context()
        context.field = path
        return WireError(.invalidParams, "`\(path)` \(requirement)", context)
    }
}
