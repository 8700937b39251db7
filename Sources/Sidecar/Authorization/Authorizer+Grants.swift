import Store
import Wire

/// Grants that hang on a connection.
extension Authorizer {
    /// Has the grants of the caller's connection ended with it.
    ///
    /// After the lock was given back, since a connection that has ended meanwhile tells so at once.
    func watch(_ caller: Caller) {
        let (accounts, connection) = (accounts, caller.connection.id)
        caller.connection.whenClosed { accounts.connectionEnded(connection) }
    }
}

extension GrantHolder {
    private static let secrets = GrantSecrets()

    /// The caller, with secrets from the kernel.
    init(_ caller: Caller) {
        self.init(userID: caller.credentials.userID, connection: caller.connection.id) {
            Self.secrets.next()
        }
    }
}
