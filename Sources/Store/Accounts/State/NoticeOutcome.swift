/// What follows from the notices of one wake-up.
package struct NoticeOutcome: Equatable, Sendable {
    /// Tables to load anew.
    package var reloads: Set<CachedTable> = []
    /// Rows were queued to be read.
    package var wakesReader = false

    package init() {}
}
