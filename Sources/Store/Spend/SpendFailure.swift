/// Why a request failed, in the words of whoever made it.
package struct SpendFailure: Equatable, Sendable {
    /// The kind of the error, such as `RateLimitError`.
    package var type: String
    package var message: String
    /// The HTTP status as text, which is what the column holds.
    package var statusCode: String

    package init(type: String, message: String, statusCode: String) {
        self.type = type
        self.message = message
        self.statusCode = statusCode
    }
}
