/// Who sent a request, and over which connection.
package struct Caller: Sendable {
    /// The process that connected.
    package let credentials: PeerCredentials
    /// The role of the socket that the request came by.
    package let role: Role
    /// For what lasts as long as the connection.
    package let connection: ConnectionLifetime

    package init(credentials: PeerCredentials, role: Role, connection: ConnectionLifetime) {
        self.credentials = credentials
        self.role = role
        self.connection = connection
    }
}
