/// Since when a row is out of date.
struct DirtyRow: Equatable, Sendable {
    /// The moment of the first notice that no read has answered yet.
    var since: Moment
    /// Whether the last attempt to read it failed: then requests no longer wait for one.
    var isFailing = false
}
