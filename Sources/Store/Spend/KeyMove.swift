/// A key that got another hash: its row, and all that is booked on it, goes on under the new one.
package struct KeyMove: Hashable, Sendable {
    package var from: TokenHash
    package var to: TokenHash

    package init(from: TokenHash, to: TokenHash) {
        self.from = from
        self.to = to
    }
}
