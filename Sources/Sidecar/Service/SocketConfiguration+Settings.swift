import Store
import Wire

extension SocketConfiguration {
    /// The data socket and the admin socket as the settings say them.
    /// - Throws: `.misconfigured` for a group that this machine does not know.
    static func both(_ settings: Settings) throws(StoreError) -> [SocketConfiguration] {
        let group = try settings.access.socketGroup.map { name throws(StoreError) in
            try groupID(name)
        }
        var data = SocketConfiguration.data(path: settings.socket, group: group)
        data.access.userIDs = settings.access.allowedUsers.map { Set($0) }
        data.access.groupIDs = settings.access.allowedGroups.map { Set($0) }
        var admin = SocketConfiguration.admin(path: settings.adminSocket)
        admin.access.userIDs = settings.access.adminAllowedUsers.map { Set($0) }
        return [data, admin].map { configuration in
            var configuration = configuration
            configuration.limits = settings.limits
            configuration.requestTimeout = settings.process.requestTimeout
            return configuration
        }
    }

    private static func groupID(_ name: String) throws(StoreError) -> UInt32 {
        if let number = UInt32(name) { return number }
        guard let id = UserGroup.id(named: name) else {
            throw StoreError(
                .misconfigured,
                "socket_group: there is no group \(name)",
                field: "socket_group"
            )
        }
        return id
    }
}
