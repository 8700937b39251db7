/// What a request finds in a slot.
enum RowLook<Row: CachedRow>: Sendable {
    /// The row, current for this request.
    case current(Cached<Row>)
    /// Verified: there is no such row.
    case absent
    /// A row that a notice has named since it was read.
    case dirty(Cached<Row>, DirtyRow?)
    /// Nothing that could be used: it has to be read first.
    case unread
}
