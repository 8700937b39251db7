package import Store

/// Who takes a grant, if one is given: the process that asks, and over which connection.
package struct GrantHolder: Sendable {
    /// The process's user.
    package var userID: UInt32
    package var connection: UInt64
    /// Makes what nobody can guess of the grant's id; called for a grant only, since it costs.
    package var secret: @Sendable () -> GrantSecret

    package init(
        userID: UInt32,
        connection: UInt64,
        secret: @escaping @Sendable () -> GrantSecret
    ) {
        self.userID = userID
        self.connection = connection
        self.secret = secret
    }
}
