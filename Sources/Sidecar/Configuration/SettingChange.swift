/// A setting whose value is another one after the file was read again.
package struct SettingChange: Equatable, Sendable {
    /// The setting's name; `proxy_config` for what the proxy's own part of the file says.
    package let name: String
    /// As somebody would write it; secrets redacted.
    package let before: String
    /// As somebody would write it; secrets redacted.
    package let after: String
    /// Whether it counts from now on or from the next start.
    package let takesEffect: SettingDefinition.TakesEffect

    package init(
        name: String,
        before: String,
        after: String,
        takesEffect: SettingDefinition.TakesEffect
    ) {
        self.name = name
        self.before = before
        self.after = after
        self.takesEffect = takesEffect
    }
}

extension SettingChange {
    /// The same change, which a running daemon does not take over.
    fileprivate var atRestart: SettingChange {
        SettingChange(name: name, before: before, after: after, takesEffect: .restart)
    }
}

extension Settings {
    /// What differs from older settings, in the order of the reference page.
    package func changes(from older: Settings) -> [SettingChange] {
        var changes = SettingsTable.all.filter { !$0.isSame(self, older) }.map {
            SettingChange(
                name: $0.name,
                before: $0.show(older),
                after: $0.show(self),
                takesEffect: $0.takesEffect
            )
        }
        if isPrivate != older.isPrivate {
            changes = changes.map { $0.name == "database_url" ? $0.atRestart : $0 }
        }
        if proxy != older.proxy {
            changes.append(
                SettingChange(
                    name: "proxy_config",
                    before: "as read before",
                    after: "as read now",
                    takesEffect: .reload
                )
            )
        }
        return changes
    }

    /// The private server is started with the daemon, and ends with it.
    private var isPrivate: Bool { database.url == nil }

    /// These settings with everything that only a restart can change left as the daemon runs it.
    package func keeping(restartOnly running: Settings) -> Settings {
        var kept = self
        kept.socket = running.socket
        kept.adminSocket = running.adminSocket
        kept.access.socketGroup = running.access.socketGroup
        kept.stateDirectory = running.stateDirectory
        kept.database.privatePostgresUser = running.database.privatePostgresUser
        kept.differences.rateWindow = running.differences.rateWindow
        kept.differences.ratesAtStart = running.differences.ratesAtStart
        if isPrivate != running.isPrivate { kept.database.url = running.database.url }
        return kept
    }
}
