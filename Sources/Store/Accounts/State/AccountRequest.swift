/// What a request says about whom it is for, and since when it waits.
package struct AccountRequest: Sendable {
    package var token: TokenHash
    package var endUserID: String?
    package var shared: SharedRows
    package var age: RequestAge

    package init(
        token: TokenHash,
        endUserID: String? = nil,
        shared: SharedRows = SharedRows(),
        age: RequestAge
    ) {
        self.token = token
        self.endUserID = endUserID
        self.shared = shared
        self.age = age
    }
}
