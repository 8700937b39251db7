/// Which rows a request is about, and since when it waits for them.
package struct AccountRequest: Sendable {
    package var token: TokenHash
    package var endUserID: String?
    /// The generation at which it asked first: reads sent later count, whatever is noticed since.
    package var asked: Generation
    /// A read that it waited for has failed: it takes what is there, or nothing.
    package var hasFailedRead = false

    package init(token: TokenHash, endUserID: String? = nil, asked: Generation) {
        self.token = token
        self.endUserID = endUserID
        self.asked = asked
    }
}
