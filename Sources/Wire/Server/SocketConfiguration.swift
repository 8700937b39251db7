/// How one socket is served.
package struct SocketConfiguration: Sendable {
    /// Where the socket is; at most 107 bytes.
    package var path: String
    /// What its callers may do.
    package var role: Role
    /// The mode of the socket file.
    package var mode: UInt32
    /// The group of the socket file, and of its directory when that is made; nil leaves it.
    package var group: UInt32?
    /// Who may connect, beyond the mode.
    package var access = PeerAccess()
    /// What a client may cost.
    package var limits = Limits()
    /// How long a request may take that is not answered inline.
    package var requestTimeout = Duration.seconds(5)
    /// What a request is answered with when its time is over.
    package var timeoutKind = WireError.Kind.storeUnavailable
    /// How long a client may take to read the error that ends its connection.
    package var linger = Duration.seconds(1)

    package init(path: String, role: Role, mode: UInt32, group: UInt32? = nil) {
        self.path = path
        self.role = role
        self.mode = mode
        self.group = group
    }

    /// The socket for authorization and spend: the group may connect.
    package static func data(path: String, group: UInt32? = nil) -> SocketConfiguration {
        SocketConfiguration(path: path, role: .data, mode: 0o660, group: group)
    }

    /// The socket for management: only the daemon's own user may connect.
    package static func admin(path: String) -> SocketConfiguration {
        SocketConfiguration(path: path, role: .admin, mode: 0o600)
    }
}
