extension WireError {
    /// The stream is not JSON from here on.
    package static func parse(_ error: JSONError) -> WireError {
        WireError(.parseError, error.description)
    }

    /// One value is longer than a frame may be.
    package static func frameTooLarge(limit: Int) -> WireError {
        var context = Context()
        context.limit = .int(Int64(limit))
        context.detail = "frame_too_large"
        return WireError(
            .invalidRequest,
            "a request or batch may have at most \(limit) bytes",
            context
        )
    }
}
