/// Which rows a request is about, and since when it waits for them.
package struct AccountRequest: Sendable {
    package var token: TokenHash
    package var endUserID: String?
    package var age: RequestAge

    package init(token: TokenHash, endUserID: String? = nil, age: RequestAge) {
        self.token = token
        self.endUserID = endUserID
        self.age = age
    }
}
