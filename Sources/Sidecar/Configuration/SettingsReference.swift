/// The reference page of the settings, as Markdown; a test holds the published page against it.
package enum SettingsReference {
    /// The whole page.
    package static func markdown() -> String {
        ([introduction] + SettingsTable.sections.map(section) + [proxyPart])
            .joined(separator: "\n")
    }

    private static let introduction = """
        # Settings

        A setting is taken from the first of these that has it: the flag, the environment, the
        file, the default. The file is named by `--config` or `SIDECAR_CONFIG`; it is YAML, and may
        be the proxy's own `proxy_config.yaml`, where our settings stand under `sidecar:`, with
        names either nested (`cache:` and below it `max_keys:`) or dotted (`cache.max_keys:`). An
        unknown name there is an error. `os.environ/NAME` stands for an environment variable.
        An empty environment variable counts as not set; an unknown one that begins with
        `SIDECAR_` is warned about. Relative paths begin in the directory that the program was
        started in. `sidecar serve --check` prints the settings that hold, and where each came
        from.

        """

    private static func section(_ section: SettingsSection) -> String {
        "## \(section.title)\n\n" + section.definitions.map(entry).joined(separator: "\n")
    }

    private static func entry(_ definition: SettingDefinition) -> String {
        var lines = ["### `\(definition.name)`", "", definition.meaning, ""]
        lines.append("- Value: \(definition.expected)")
        lines.append("- Default: \(definition.defaultText)")
        lines.append("- Environment: `\(definition.environmentName)`")
        if let flag = definition.flag { lines.append("- Flag: `\(flag)`") }
        if let field = definition.proxyField { lines.append("- Also set by: `\(field)`") }
        switch definition.takesEffect {
        case .reload: lines.append("- A change takes effect at SIGHUP")
        case .newConnections:
            lines.append("- A change takes effect at SIGHUP, for connections that come after it")
        case .restart: lines.append("- A change takes effect at the next start")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let proxyPart = """
        ## Honoured in the proxy's part of the file

        Beside the fields named above, with the proxy's meaning:

        - `general_settings`: `disable_spend_logs`, `disable_error_logs`, `store_model_in_db`,
          `disable_reset_budget`, `apply_user_budget_to_team_keys`, `allowed_routes`.
          Where it does not say `disable_spend_updates: true` and the daemon books spend, the daemon
          warns: both would book.
          `allow_requests_on_db_unavailable` is warned about and not honoured.
        - `litellm_settings`: `store_audit_logs`, `max_budget`, `budget_duration`, `timezone`,
          `budget_reset_time`, `max_end_user_budget_id`, `model_alias_map`.
        - `model_list`: `model_name` and `model_info.access_groups` of each model.
        - `router_settings`: `model_group_alias`.

        Files named under `include` are not read.

        """
}
