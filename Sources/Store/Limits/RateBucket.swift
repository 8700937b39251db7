/// Where a window counted something, so that it can be taken back there and nowhere else.
package struct RateBucket: Hashable, Sendable {
    /// The second of the monotonic clock; in a fixed window, the nanosecond of its opening.
    let number: Int64

    init(_ number: Int64) {
        self.number = number
    }
}
