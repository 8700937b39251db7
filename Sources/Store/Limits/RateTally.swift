/// What a window counted in one of its parts.
struct RateTally: Equatable, Sendable {
    /// Where; see `RateBucket`.
    var bucket: RateBucket
    var count: Int64
}
