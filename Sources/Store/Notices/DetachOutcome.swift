/// What a detach came to.
package enum DetachOutcome: Equatable, Sendable {
    /// Nothing of ours is left; the tables that had triggers.
    case detached([String])
    /// There was nothing of ours.
    case notAttached
    /// The caller forbade it, with its reason; nothing was removed.
    case refused(String)
    /// A table was held by others for as long as we tried; what was removed stays removed.
    case busy(String)
    /// The role may not remove it; what was missing.
    case notPermitted(String)
}
