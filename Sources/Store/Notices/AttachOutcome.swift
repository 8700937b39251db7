/// What an attach came to.
package enum AttachOutcome: Equatable, Sendable {
    /// Every table is watched.
    case attached(AttachReport)
    /// Some tables are not: they were busy all the time, or a newer version holds them.
    case incomplete(AttachReport)
    /// The role may not attach; what was missing. The store polls instead.
    case notPermitted(String)
    /// A newer version attached these tables; nothing was touched. The store polls instead.
    case newer(version: Int)
}
