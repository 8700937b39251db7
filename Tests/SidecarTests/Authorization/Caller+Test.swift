import Wire

extension Caller {
    /// A process of user 1000 on a connection of its own.
    static var test: Caller { test(user: 1_000, connection: 1) }

    static func test(user: UInt32, connection: UInt64) -> Caller {
        Caller(
            credentials: PeerCredentials(processID: 1, userID: user, groupID: user),
            role: .data,
            connection: ConnectionLifetime(id: connection)
        )
    }
}
