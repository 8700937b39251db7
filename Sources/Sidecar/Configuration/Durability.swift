/// What an acknowledged spend event has survived.
package enum Durability: String, CaseIterable, Sendable {
    /// The event is on the disk: neither a crash nor a power cut loses it.
    case fsync
    /// The event is with the kernel: a crash of the daemon does not lose it, a power cut may.
    case write
}
