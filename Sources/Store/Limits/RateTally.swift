/// What a window counted in one of its parts.
struct RateTally: Equatable, Sendable {
    /// Where; see `RateBucket`.
    var bucket: RateBucket
    var count: Int64

    /// Whether that part counts as full, whatever was counted.
    var isFull: Bool { count >= Int64(RateWindow.fullCount) }
}
