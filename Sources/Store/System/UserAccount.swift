import Glibc

/// A user of this machine.
package struct UserAccount: Equatable, Sendable {
    /// The name to log in with.
    package var name: String
    /// The number that the kernel knows the user by.
    package var userID: UInt32
    /// The user's primary group.
    package var groupID: UInt32

    /// Looks a user up by name; nil when there is none.
    package init?(named name: String) {
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        let result = unsafe getpwnam_r(name, &entry, &buffer, buffer.count, &found)
        guard result == 0, unsafe found != nil else { return nil }
        self.name = name
        unsafe userID = entry.pw_uid
        unsafe groupID = entry.pw_gid
    }

    /// Whether this process may act as anybody.
    package static var isRoot: Bool { geteuid() == 0 }
}
