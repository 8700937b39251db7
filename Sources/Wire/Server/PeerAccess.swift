/// Who may use a socket, beyond what the file mode says.
package struct PeerAccess: Equatable, Sendable {
    /// Users that may; nil together with no groups lets in everybody whom the file mode lets in.
    package var userIDs: Set<UInt32>?
    /// Primary groups that may.
    package var groupIDs: Set<UInt32>?

    package init(userIDs: Set<UInt32>? = nil, groupIDs: Set<UInt32>? = nil) {
        self.userIDs = userIDs
        self.groupIDs = groupIDs
    }

    /// Whether a peer may use the socket; the daemon's own user always may.
    package func allows(_ peer: PeerCredentials, ownUser: UInt32) -> Bool {
        if userIDs == nil, groupIDs == nil { return true }
        return peer.userID == ownUser || userIDs?.contains(peer.userID) == true
            || groupIDs?.contains(peer.groupID) == true
    }
}
