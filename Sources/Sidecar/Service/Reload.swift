import Store
import Wire

/// Gives settings that were read again to the parts that run by them.
struct Reload: Sendable {
    let running: RunningSettings
    let authorizer: Authorizer
    let store: StoreParts
    let spend: SpendParts
    let sockets: [SocketServer]
    /// Where the private Postgres is, if there is one.
    let privateDatabase: ConnectionString?

    /// Checks all of it, then gives it to all parts.
    /// - Throws: what can't be; then nothing has changed.
    func apply(_ settings: Settings) throws(StoreError) {
        let new = try StoreSettings(settings, privateDatabase: privateDatabase)
        try store.check(new)
        let configurations = try SocketConfiguration.both(settings)

        running.replace(by: settings)
        SidecarLogging.apply(settings.process)
        authorizer.replaceRules(Authorizer.Rules(settings))
        store.apply(new)
        spend.journal.apply(JournalSettings(settings.spend))
        spend.flusher.apply(FlushSettings(settings))
        for (socket, configuration) in zip(sockets, configurations) { socket.apply(configuration) }
    }
}
