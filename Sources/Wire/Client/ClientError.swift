/// Why a call has no result.
package enum ClientError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Nobody listens at the path, or this user may not connect.
    case cannotConnect(path: String, reason: String)
    /// No answer came in time; the request may still be carried out.
    case timeout(method: String)
    /// The connection ended before the answer came; the request may have been carried out.
    case closed
    /// The caller's task was cancelled; the request may still be carried out.
    case cancelled
    /// The server sent something that is no answer.
    case unreadable(String)
    /// The server's answer is an error.
    case answer(WireError)

    package var description: String {
        switch self {
        case .cannotConnect(let path, let reason): "cannot connect to \(path): \(reason)"
        case .timeout(let method): "no answer to \(method) in time"
        case .closed: "the connection ended before the answer came"
        case .cancelled: "the call was cancelled"
        case .unreadable(let what): "the server sent what is no answer: \(what)"
        case .answer(let error): error.message
        }
    }
}
