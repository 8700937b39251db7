/// Which rows a request is about, and since when it waits for them.
package struct AccountRequest: Sendable {
    package var token: TokenHash
    package var endUserID: String?
    /// The generation at which it asked first: reads sent later count, whatever is noticed since.
    package var asked: Generation
    /// A read that it waited for has failed: it takes what is there, or nothing.
    package var hasFailedRead = false
    /// When a look of it first found no key under the token, so that only a rotation may lead on:
    /// one that was read after that decides, however often the key is noticed since.
    package var absentAt: Generation?

    package init(token: TokenHash, endUserID: String? = nil, asked: Generation) {
        self.token = token
        self.endUserID = endUserID
        self.asked = asked
    }

    /// It has looked at `generation`, and now waits for these rows.
    package mutating func waits(for unread: [RowReference], at generation: Generation) {
        guard absentAt == nil, unread.contains(.deprecatedKey(token)) else { return }
        absentAt = generation
    }
}
