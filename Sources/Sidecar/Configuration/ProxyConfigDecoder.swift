/// Reads the parts of the proxy's own configuration that the daemon honours.
///
/// A value that is honoured has to be well-formed: guessing would change verdicts silently.
package struct ProxyConfigDecoder {
    /// What was found.
    package private(set) var config = ProxyConfig()
    /// Honoured values of the wrong form.
    package private(set) var problems: [SettingProblem] = []
    /// What the daemon cannot follow.
    package private(set) var warnings: [SettingProblem] = []

    private let path: String
    private let environment: [String: String]

    package init(_ root: ConfigNode, path: String, environment: [String: String]) {
        self.path = path
        self.environment = environment
        takeGeneral(root["general_settings"])
        takeGlobal(root["litellm_settings"])
        takeModels(root["model_list"])
        takeAliases(root, "router_settings", "model_group_alias", \.modelGroupAliases)
        takeAliases(root, "litellm_settings", "model_alias_map", \.modelAliasMap)
        if let include = root["include"] {
            warnings.append(
                problem("include", include, "is not followed: what stands there is unseen")
            )
        }
    }

    private mutating func takeGeneral(_ node: ConfigNode?) {
        let section = "general_settings"
        guard let node = mapping(section, node) else { return }
        set(\.disableSpendLogs, section, "disable_spend_logs", node, .boolean)
        set(\.disableErrorLogs, section, "disable_error_logs", node, .boolean)
        config.disableSpendUpdates =
            node["disable_spend_updates"].flatMap {
                read($0, "\(section).disable_spend_updates", SettingForm.boolean)
            } ?? false
        set(\.storeModelInDatabase, section, "store_model_in_db", node, .boolean)
        set(\.disableResetBudget, section, "disable_reset_budget", node, .boolean)
        set(\.applyUserBudgetToTeamKeys, section, "apply_user_budget_to_team_keys", node, .boolean)
        set(\.allowedRoutes, section, "allowed_routes", node, SettingForm.names.orNothing)
        if let value = node["allow_requests_on_db_unavailable"],
            read(value, "\(section).allow_requests_on_db_unavailable", SettingForm.boolean) == true
        {
            let field = "\(section).allow_requests_on_db_unavailable"
            warnings.append(
                problem(field, value, "is not honoured: see stale_grace for what happens instead")
            )
        }
    }

    private mutating func takeGlobal(_ node: ConfigNode?) {
        let section = "litellm_settings"
        guard let node = mapping(section, node) else { return }
        let text = SettingForm.text("a text").orNothing
        set(\.storeAuditLogs, section, "store_audit_logs", node, .boolean)
        set(\.maximumBudgetDollars, section, "max_budget", node, SettingForm.dollars.orNothing)
        set(\.budgetDuration, section, "budget_duration", node, text)
        set(\.timezone, section, "timezone", node, text)
        set(\.budgetResetTime, section, "budget_reset_time", node, text)
        set(\.maximumEndUserBudgetID, section, "max_end_user_budget_id", node, text)
        let rollover = "\(section).budget_rollover"
        if let value = node["budget_rollover"], read(value, rollover, .boolean) == true {
            warnings.append(
                problem(
                    rollover,
                    value,
                    "is not honoured: a reset takes off what was overspent, too"
                )
            )
        }
    }

    private mutating func takeModels(_ node: ConfigNode?) {
        guard let node else { return }
        guard case .list(let models) = node.content else {
            problems.append(problem("model_list", node, "expected a list of models"))
            return
        }
        var seen: Set<String> = []
        for (position, model) in models.enumerated() {
            let field = "model_list[\(position)]"
            // A model without a name is the proxy's to complain about.
            guard let nameNode = model["model_name"],
                let name = read(nameNode, "\(field).model_name", SettingForm.text("a name"))
            else { continue }
            if seen.insert(name).inserted { config.modelNames.append(name) }
            guard let groups = model["model_info"]?["access_groups"] else { continue }
            let path = "\(field).model_info.access_groups"
            for group in read(groups, path, SettingForm.names) ?? []
            where config.accessGroups[group]?.contains(name) != true {
                config.accessGroups[group, default: []].append(name)
            }
        }
    }

    private mutating func takeAliases(
        _ root: ConfigNode,
        _ section: String,
        _ name: String,
        _ path: WritableKeyPath<ProxyConfig, [String: String]>
    ) {
        let field = "\(section).\(name)"
        guard let node = mapping(field, root[section]?[name]),
            case .map(let entries) = node.content
        else { return }
        for entry in entries where entry.value.content != .null {
            // Either the model's name, or a mapping that names it among other things.
            let target = entry.value["model"] ?? entry.value
            let form = SettingForm.text("the name of a model")
            if let model = read(target, "\(field).\(entry.name)", form) {
                config[keyPath: path][entry.name] = model
            }
        }
    }

    private mutating func mapping(_ field: String, _ node: ConfigNode?) -> ConfigNode? {
        guard let node else { return nil }
        if case .map = node.content { return node }
        problems.append(problem(field, node, "expected names with values"))
        return nil
    }

    private mutating func set<Value>(
        _ path: WritableKeyPath<ProxyConfig, Value>,
        _ section: String,
        _ name: String,
        _ node: ConfigNode,
        _ form: SettingForm<Value>
    ) {
        guard let value = node[name] else { return }
        if let value = read(value, "\(section).\(name)", form) { config[keyPath: path] = value }
    }

    private mutating func read<Value>(
        _ node: ConfigNode,
        _ field: String,
        _ form: SettingForm<Value>
    ) -> Value? {
        switch EnvironmentReference.candidate(for: node, in: environment) {
        case .text(let text):
            if let value = form.parse(text) { return value }
            problems.append(problem(field, node, "\(text) is not \(form.expected)"))
        case .missingVariable(let variable):
            problems.append(
                problem(field, node, "the environment variable \(variable) is not set")
            )
        case .unusable:
            problems.append(problem(field, node, "expected \(form.expected)"))
        }
        return nil
    }

    private func problem(_ field: String, _ node: ConfigNode, _ message: String) -> SettingProblem {
        SettingProblem(nil, .file(path, line: node.line, field: field), message)
    }
}

extension SettingForm where Value == [String] {
    /// A YAML list of names.
    fileprivate static var names: Self {
        Self(
            "a list of names",
            parse: { text in
                switch text {
                case .one: nil
                case .many(let names): names
                }
            },
            render: { "[" + $0.joined(separator: ", ") + "]" }
        )
    }
}
