import Wire

extension WireError {
    /// A parameter whose value its schema lets pass and the method cannot take.
    ///
    /// - Parameters:
    ///   - field: the parameter, as a path.
    ///   - requirement: the end of a sentence about it, without the value: it may be a secret.
    /// - Returns: the error.
    static func invalid(_ field: String, _ requirement: String) -> WireError {
        var context = Context()
        context.field = field
        return WireError(.invalidParams, "`\(field)` \(requirement)", context)
    }
}
