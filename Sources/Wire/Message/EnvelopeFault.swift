import NIOCore

/// Why a JSON value is not a request of JSON-RPC 2.0.
package enum EnvelopeFault: Equatable, Sendable {
    case notAnObject
    /// `jsonrpc` is missing or is not exactly "2.0".
    case version
    /// `id` is neither string, number nor null.
    case id
    /// The text of `id` is too long to be repeated.
    case idTooLong
    /// `method` is missing or not a string.
    case method
    /// `params` is there, but is neither an array nor an object.
    case params
}

extension EnvelopeFault {
    /// What the client is told.
    package func error(limits: Limits) -> WireError {
        var context = WireError.Context()
        context.field = field
        if self == .idTooLong { context.limit = .int(Int64(limits.requestIDBytes)) }
        return WireError(.invalidRequest, sentence(limits), context)
    }

    /// Whether the error can repeat the request's id.
    package var hasUsableID: Bool {
        switch self {
        case .notAnObject, .id, .idTooLong: false
        case .version, .method, .params: true
        }
    }

    private var field: String? {
        switch self {
        case .notAnObject: nil
        case .version: "jsonrpc"
        case .id, .idTooLong: "id"
        case .method: "method"
        case .params: "params"
        }
    }

    private func sentence(_ limits: Limits) -> String {
        switch self {
        case .notAnObject: "a request is a JSON object, or a batch of them in an array"
        case .version: "\"jsonrpc\" must be exactly \"2.0\""
        case .id: "\"id\" must be a string, a number or null"
        case .idTooLong: "\"id\" may have at most \(limits.requestIDBytes) bytes"
        case .method: "\"method\" must be a string"
        case .params: "\"params\" must be an object or an array, or be left out"
        }
    }
}

extension Frame {
    /// Why this is not a request, or nil if it is one, whatever its method.
    ///
    /// The id is looked at first, so that the error for any other fault can repeat it.
    package func envelopeFault(limits: Limits) -> EnvelopeFault? {
        if cut.kind != .object { return .notAnObject }
        switch cut.id.kind {
        case .absent, .null, .integer, .decimal, .string: break
        case .false, .true, .array, .object: return .id
        }
        if cut.id.text.count > limits.requestIDBytes { return .idTooLong }
        if !RequestCut.matches(cut.version, "2.0", in: bytes.readableBytesUInt8Span) {
            return .version
        }
        if cut.method.kind != .string { return .method }
        switch cut.params.kind {
        case .absent, .array, .object: return nil
        case .null, .false, .true, .integer, .decimal, .string: return .params
        }
    }
}
