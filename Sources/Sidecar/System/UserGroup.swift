import Glibc

/// Groups of this machine.
enum UserGroup {
    /// The number of a group; nil when there is none of that name.
    static func id(named name: String) -> UInt32? {
        var entry = unsafe group()
        var found: UnsafeMutablePointer<group>?
        var buffer = [CChar](repeating: 0, count: 65_536)
        let result = unsafe getgrnam_r(name, &entry, &buffer, buffer.count, &found)
        guard result == 0, unsafe found != nil else { return nil }
        return unsafe entry.gr_gid
    }
}
