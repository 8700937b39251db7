/// Why a session with the database has ended.
enum SessionEnd: Equatable, Sendable {
    /// Something broke that worked: begin anew.
    case broken(StoreError)
    /// Look-ups work, but notices do not come: read whole tables instead, for a while.
    case noNotices(String)
}
