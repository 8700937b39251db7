/// A server process that works on a data directory.
///
/// A pid file alone proves nothing: after a crash its number may be somebody else's. Every server
/// process works in its data directory, which tells ours from others.
package struct Postmaster: Equatable, Sendable {
    /// The number of the process.
    package let process: Int32
    /// The path of the directory, without links in it.
    let dataDirectory: String

    /// Whether it still is there; asks the kernel alone, and blocks for no disk.
    package var isAlive: Bool { FileTree.linkTarget("/proc/\(process)/cwd") == dataDirectory }
}
