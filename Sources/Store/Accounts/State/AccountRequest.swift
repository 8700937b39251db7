/// Which rows a request is about, and since when it waits for them.
package struct AccountRequest: Sendable {
    package var token: TokenHash
    package var endUserID: String?
    package var age: RequestAge
    /// When a look of it first found no key under the token, so that only a rotation may lead on:
    /// one that was read after that decides, however often the key is noticed since.
    package var absentAt: Generation?

    package init(token: TokenHash, endUserID: String? = nil, age: RequestAge) {
        self.token = token
        self.endUserID = endUserID
        self.age = age
    }

    /// It has looked at `generation`, and now waits for these rows.
    package mutating func waits(for unread: [RowReference], at generation: Generation) {
        guard absentAt == nil, unread.contains(.deprecatedKey(token)) else { return }
        absentAt = generation
    }
}
