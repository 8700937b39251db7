/// How the triggers on one table are, the worst of them counting.
package enum TriggerState: Hashable, Sendable {
    /// All there, as this version makes them.
    case right
    /// Some are not there.
    case missing
    /// Some are switched off, or silent while replicating.
    case disabled
    /// Some are not as this version makes them, or are not ours at all.
    case different
    /// An older version made them.
    case outdated(version: Int)
    /// A newer version made them: its notices may be of a format that we cannot read.
    case newer(version: Int)
}
