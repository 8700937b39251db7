/// Sockets, who may use them, and the database.
extension SettingsTable {
    static let sockets = SettingsSection(
        title: "Sockets and state",
        definitions: [
            SettingDefinition(
                "socket",
                \.socket,
                .path("the path of a Unix socket, at most 107 bytes"),
                default: runDirectoryDefault + "`sidecar.sock`",
                takesEffect: .restart,
                hasFlag: true,
                "The data socket, mode 0660."
            ),
            SettingDefinition(
                "admin_socket",
                \.adminSocket,
                .path("the path of a Unix socket, at most 107 bytes"),
                default: runDirectoryDefault + "`admin.sock`",
                takesEffect: .restart,
                hasFlag: true,
                "The admin socket, mode 0600."
            ),
            SettingDefinition(
                "socket_group",
                \.access.socketGroup,
                SettingForm.text("the name of a group").orNothing,
                default: "the daemon's group",
                takesEffect: .restart,
                "The group of the socket directory, where it is made, and of the data socket."
            ),
            SettingDefinition(
                "allow_uids",
                \.access.allowedUsers,
                SettingForm.identifiers.orNothing,
                default: "anyone whom the file mode lets in",
                takesEffect: .newConnections,
                "The users that may use the data socket. With `allow_gids` set as well, either "
                    + "list is enough, and the daemon's own user always may."
            ),
            SettingDefinition(
                "allow_gids",
                \.access.allowedGroups,
                SettingForm.identifiers.orNothing,
                default: "anyone whom the file mode lets in",
                takesEffect: .newConnections,
                "The groups that may use the data socket, by the caller's primary group."
            ),
            SettingDefinition(
                "admin_allow_uids",
                \.access.adminAllowedUsers,
                SettingForm.identifiers.orNothing,
                default: "anyone whom the file mode lets in",
                takesEffect: .newConnections,
                "The users that may use the admin socket; the daemon's own always may."
            ),
            SettingDefinition(
                "state_dir",
                \.stateDirectory,
                .path("the path of a directory"),
                default: "`/var/lib/sidecar` for root, else `$XDG_STATE_HOME/sidecar` or "
                    + "`~/.local/state/sidecar`",
                takesEffect: .restart,
                hasFlag: true,
                "Holds the journal, the instance's id, its lock, and the private Postgres."
            ),
        ]
    )

    static let database = SettingsSection(
        title: "Database",
        definitions: [
            SettingDefinition(
                "database_url",
                \.database.url,
                SettingForm.secret("a connection string as libpq takes it").orNothing,
                default: "a private Postgres",
                hasFlag: true,
                proxyField: "general_settings.database_url",
                "The proxy's Postgres. The environment variable `DATABASE_URL` sets it as well; "
                    + "`SIDECAR_DATABASE_URL` wins over that. A password in a flag is visible to "
                    + "other users: prefer a variable or the file. From the private Postgres "
                    + "to another database, or back, only a restart leads."
            ),
            SettingDefinition(
                "listen_url",
                \.database.separateListenURL,
                SettingForm.secret("a connection string as libpq takes it").orNothing,
                default: "the same as `database_url`",
                hasFlag: true,
                "Where the listener connects, if look-ups go through a pooler that cannot LISTEN. "
                    + "It has to be the same database, and not a standby."
            ),
            SettingDefinition(
                "schema",
                \.database.schema,
                .text("the name of a Postgres schema"),
                hasFlag: true,
                "The Postgres schema of the proxy's tables."
            ),
            SettingDefinition(
                "table_prefix",
                \.database.tablePrefix,
                SettingForm.text("letters, digits and underscores, at most 24").orNothing,
                default: "found by looking; `LiteLLM_` for a new database",
                hasFlag: true,
                "What the names of the proxy's tables begin with."
            ),
            SettingDefinition(
                "private_postgres.user",
                \.database.privatePostgresUser,
                .text("the name of a user"),
                takesEffect: .restart,
                "The user that the private Postgres runs as when the daemon is started by root."
            ),
            SettingDefinition(
                "master_key",
                \.masterKey,
                SettingForm.secret("a virtual key").orNothing,
                default: "none: nobody is master",
                proxyField: "general_settings.master_key",
                "The proxy's master key. It is not a flag, since other users can see those."
            ),
        ]
    )

    private static let runDirectoryDefault =
        "in `/run/sidecar/` for root, else `$XDG_RUNTIME_DIR/sidecar/`, else `run/` in the state "
        + "directory: "
}
