package import Store
package import Wire

/// All methods that manage keys.
package enum KeyMethods {
    /// The methods on a database.
    ///
    /// - Parameters:
    ///   - connections: the way to the tables.
    ///   - accounts: what is told at once about each change.
    ///   - clock: when things happen.
    ///   - isMaster: whether a key is the master key, of which no row may be made.
    /// - Returns: one method per descriptor, in their order.
    package static func all(
        connections: StoreConnections,
        accounts: Accounts,
        clock: any MomentSource = SystemClock(),
        isMaster: @escaping @Sendable (TokenHash) -> Bool
    ) -> [Method] {
        let keys = KeyManagement(connections: connections, accounts: accounts, clock: clock)
        return [
            KeyGenerateMethod.method(keys, clock: clock, isMaster: isMaster),
            KeyGetMethod.method(keys),
            KeyListMethod.method(keys),
            KeyUpdateMethod.method(keys, clock: clock),
            KeyDeleteMethod.method(keys),
            KeyBlockMethod.method(keys),
            KeyUnblockMethod.method(keys),
        ]
    }

    /// What is published about them, in the same order.
    package static let descriptors = [
        KeyGenerateMethod.descriptor, KeyGetMethod.descriptor, KeyListMethod.descriptor,
        KeyUpdateMethod.descriptor, KeyDeleteMethod.descriptor, KeyBlockMethod.descriptor,
        KeyUnblockMethod.descriptor,
    ]
}
