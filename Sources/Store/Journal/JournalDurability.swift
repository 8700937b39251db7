/// What an acknowledged record has survived.
package enum JournalDurability: String, Sendable {
    /// It is on the disk.
    case fsync
    /// It is with the kernel; the flush syncs before it applies it.
    case write
}
