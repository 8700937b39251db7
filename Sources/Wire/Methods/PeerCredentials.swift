/// The process at the other end of a socket, as the kernel saw it when it connected.
///
/// The process id can belong to another process by now; it is for logs only.
package struct PeerCredentials: Equatable, Sendable {
    /// The process, at the time.
    package var processID: Int32
    /// The effective user.
    package var userID: UInt32
    /// The primary group; supplementary groups are not part of the credentials.
    package var groupID: UInt32

    package init(processID: Int32, userID: UInt32, groupID: UInt32) {
        self.processID = processID
        self.userID = userID
        self.groupID = groupID
    }
}
