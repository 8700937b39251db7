package import ArgumentParser
package import Wire

/// The flags that every command has which needs settings.
package struct SettingsOptions: ParsableArguments {
    /// `--config`: the file.
    @Option(help: "The file with the settings; may be the proxy's own proxy_config.yaml.")
    package var config: String?

    /// `--socket`.
    @Option(help: "The path of the data socket.")
    package var socket: String?

    /// `--admin-socket`.
    @Option(help: "The path of the admin socket.")
    package var adminSocket: String?

    /// `--state-dir`.
    @Option(help: "The directory of the journal and the private Postgres.")
    package var stateDir: String?

    /// `--database-url`.
    @Option(
        name: .customLong("database-url"),
        help: "The proxy's Postgres. Others can see it here: prefer DATABASE_URL."
    )
    package var databaseURL: String?

    /// `--listen-url`.
    @Option(
        name: .customLong("listen-url"),
        help: "Where the listener connects, if look-ups go through a pooler."
    )
    package var listenURL: String?

    /// `--schema`.
    @Option(help: "The Postgres schema of the proxy's tables.")
    package var schema: String?

    /// `--table-prefix`.
    @Option(help: "What the names of the proxy's tables begin with.")
    package var tablePrefix: String?

    package init() {}

    /// What the loader takes of them.
    package var flags: SettingsFlags {
        let values = [
            "socket": socket, "admin_socket": adminSocket, "state_dir": stateDir,
            "database_url": databaseURL, "listen_url": listenURL, "schema": schema,
            "table_prefix": tablePrefix,
        ]
        return SettingsFlags(configFile: config, values.compactMapValues(\.self))
    }

    /// The settings that hold.
    ///
    /// - Throws: What is wrong with them.
    package func load(
        _ surroundings: CommandSurroundings = .current
    ) throws(CommandFailure)
        -> LoadedSettings
    {
        do {
            return try SettingsLoader.load(
                flags: flags,
                host: surroundings.host,
                readFile: surroundings.readFile
            )
        } catch {
            throw CommandFailure(error)
        }
    }

    /// The socket on which callers of that role are answered.
    ///
    /// - Throws: What keeps the path from being known.
    package func socketPath(
        for role: Role,
        _ surroundings: CommandSurroundings = .current
    ) throws(CommandFailure) -> String {
        do {
            return try SettingsLoader.socketPath(
                for: role,
                flags: flags,
                host: surroundings.host,
                readFile: surroundings.readFile
            )
        } catch {
            throw CommandFailure(error)
        }
    }
}
