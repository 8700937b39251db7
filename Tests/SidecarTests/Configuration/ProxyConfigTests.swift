import Sidecar
import Store
import Testing

@Suite struct ProxyConfigTests {
    /// As people write them: lists of maps, anchors, merges, secrets from the environment.
    private static let real = """
        model_list:
          - model_name: gpt-4o
            litellm_params: &azure
              model: azure/gpt-4o-eu
              api_base: https://eu.example.com/
              api_key: os.environ/AZURE_KEY # the proxy's business, set or not
              rpm: 6
            model_info: &beta
              access_groups: ["beta-models", "default-models"]
          - model_name: gpt-4o # second deployment of the same name
            litellm_params:
              <<: *azure
              model: azure/gpt-4o-us
            model_info:
              <<: *beta
              id: 7
          - model_name: "anthropic/*"
            litellm_params: {model: "anthropic/*", api_key: os.environ/ANTHROPIC_KEY}
            model_info: {access_groups: [beta-models], mode: chat}
          - litellm_params: {model: nameless}

        litellm_settings:
          drop_params: True
          success_callback: ["langfuse"]
          max_budget: 100
          budget_duration: 30d
          timezone: Europe/Berlin
          budget_reset_time: 05:30
          budget_exceeded_status_code: 429
          max_end_user_budget_id: end-user-tier
          store_audit_logs: true
          model_alias_map: {old-name: gpt-4o}
          cache_params: {type: redis, ttl: 600}

        router_settings:
          routing_strategy: simple-shuffle
          model_group_alias:
            gpt-4: gpt-4o
            hidden-claude: {model: "anthropic/*", hidden: true}
          num_retries: 2

        general_settings:
          master_key: os.environ/PROXY_MASTER_KEY
          database_url: "os.environ/PROXY_DATABASE"
          proxy_batch_write_at: 10
          disable_spend_logs: yes
          disable_error_logs: True
          store_model_in_db: "true"
          disable_reset_budget: on
          apply_user_budget_to_team_keys: true
          allowed_routes:
            - /chat/completions
            - /v1/models
          alerting: ["slack"]
          pass_through_endpoints:
            - path: "/v1/rerank"
              headers: {content-type: application/json}

        sidecar:
          cache:
            max_keys: 50_000
          allow_uids: [33, 1000]
        """

    private static let variables = [
        "PROXY_MASTER_KEY": "sk-1234", "PROXY_DATABASE": "postgresql://llm:pw@db/llm",
    ]

    private func load(_ text: String, _ environment: [String: String] = [:]) throws -> Settings {
        try SettingsFixture.file(text, environment: environment).load().settings
    }

    @Test func `a real file is read beside everything that is the proxy's business`() throws {
        let loaded = try SettingsFixture.file(Self.real, environment: Self.variables).load()
        let settings = loaded.settings
        #expect(settings.masterKey == Secret("sk-1234"))
        #expect(settings.database.url == Secret("postgresql://llm:pw@db/llm"))
        #expect(settings.spend.flushInterval == .seconds(10))
        #expect(settings.differences.budgetExceededStatus == 429)
        #expect(settings.cache.maximumKeys == 50_000)
        #expect(settings.access.allowedUsers == [33, 1000])
        #expect(loaded.warnings.isEmpty)
        #expect(
            loaded.origins["master_key"]
                == .file("/etc/proxy.yaml", line: 43, field: "general_settings.master_key")
        )
    }

    @Test func `models, access groups and aliases are read`() throws {
        let proxy = try load(Self.real, Self.variables).proxy
        #expect(proxy.modelNames == ["gpt-4o", "anthropic/*"])
        #expect(
            proxy.accessGroups == [
                "beta-models": ["gpt-4o", "anthropic/*"], "default-models": ["gpt-4o"],
            ]
        )
        #expect(proxy.modelAliasMap == ["old-name": "gpt-4o"])
        #expect(proxy.modelGroupAliases == ["gpt-4": "gpt-4o", "hidden-claude": "anthropic/*"])
    }

    @Test func `what admission has to know of it reaches its policy`() throws {
        var fixture = SettingsFixture.file(Self.real, environment: Self.variables)
        fixture.environment["SIDECAR_ENFORCE_BLOCKED_END_USERS"] = "1"
        let policy = AdmissionPolicy(try fixture.load().settings)
        #expect(policy.enforcesBlockedEndUsers)
        #expect(policy.models.names == ["gpt-4o", "anthropic/*"])
        #expect(policy.models.groups["beta-models"] == ["gpt-4o", "anthropic/*"])
        #expect(policy.models.groups["default-models"] == ["gpt-4o"])
        #expect(policy.routerAliases["gpt-4"] == "gpt-4o")
        #expect(policy.globalAliases == ["old-name": "gpt-4o"])
        #expect(policy.allowedRoutes == ["/chat/completions", "/v1/models"])
        #expect(AdmissionPolicy(Settings()) == AdmissionPolicy())
    }

    @Test func `the honoured switches and texts are read`() throws {
        let proxy = try load(Self.real, Self.variables).proxy
        #expect(proxy.disableSpendLogs && proxy.disableErrorLogs && proxy.disableResetBudget)
        #expect(proxy.storeModelInDatabase && proxy.applyUserBudgetToTeamKeys)
        #expect(proxy.storeAuditLogs)
        #expect(proxy.disableSpendUpdates == false)
        #expect(proxy.allowedRoutes == ["/chat/completions", "/v1/models"])
        #expect(proxy.maximumBudgetDollars == 100)
        #expect(proxy.budgetDuration == "30d")
        #expect(proxy.timezone == "Europe/Berlin")
        #expect(proxy.budgetResetTime == "05:30")
        #expect(proxy.maximumEndUserBudgetID == "end-user-tier")
    }

    @Test func `our own part wins over the proxy's`() throws {
        let settings = try load(
            "general_settings: {proxy_batch_write_at: 10}\nsidecar: {flush_interval: 2s}\n"
        )
        #expect(settings.spend.flushInterval == .seconds(2))
    }

    @Test func `a missing variable names field and variable`() {
        let problems = SettingsFixture.file(Self.real).problems()
        #expect(
            problems == [
                "database_url from /etc/proxy.yaml:44 (general_settings.database_url): "
                    + "the environment variable PROXY_DATABASE is not set",
                "master_key from /etc/proxy.yaml:43 (general_settings.master_key): "
                    + "the environment variable PROXY_MASTER_KEY is not set",
            ]
        )
    }

    @Test func `a missing variable does not matter where another layer wins`() throws {
        var fixture = SettingsFixture.file("general_settings: {database_url: os.environ/NOPE}")
        #expect(fixture.problems().count == 1)
        fixture.flags.values["database_url"] = "postgres://flag"
        #expect(try fixture.load().settings.database.url == Secret("postgres://flag"))
    }

    @Test func `variables stand for values in our own part and in lists`() throws {
        let text = "sidecar: {heartbeat: os.environ/BEAT, allow_uids: [os.environ/UID_A, 2]}"
        let settings = try load(text, ["BEAT": "7s", "UID_A": "1"])
        #expect(settings.freshness.heartbeat == .seconds(7))
        #expect(settings.access.allowedUsers == [1, 2])
        #expect(SettingsFixture.file(text).problems().count == 2)
    }

    @Test func `an empty list lets nobody in`() throws {
        #expect(try load("sidecar: {allow_uids: []}").access.allowedUsers == [])
    }

    @Test func `requests without a database are warned about`() throws {
        let text = "general_settings: {allow_requests_on_db_unavailable: true}\n"
        let warnings = try SettingsFixture.file(text).load().warnings
        #expect(warnings.count == 1)
        #expect(warnings.first?.message.contains("not honoured") == true)
        let off = text.replacing("true", with: "false")
        #expect(try SettingsFixture.file(off).load().warnings.isEmpty)
    }

    @Test func `spend that is to be carried over is warned about`() throws {
        let text = "litellm_settings: {budget_rollover: true}\n"
        let warnings = try SettingsFixture.file(text).load().warnings
        #expect(warnings.first?.message.contains("not honoured") == true)
        let off = text.replacing("true", with: "false")
        #expect(try SettingsFixture.file(off).load().warnings.isEmpty)
    }

    @Test func `it is warned about when nobody is to start budgets again`() throws {
        let text = "general_settings: {disable_reset_budget: true}\nsidecar: {reset_job: false}\n"
        let warnings = try SettingsFixture.file(text).load().warnings
        #expect(warnings.map(\.setting) == ["reset_job"])
        let on = text.replacing("reset_job: false", with: "reset_job: true")
        #expect(try SettingsFixture.file(on).load().warnings.isEmpty)
    }

    @Test func `included files are warned about`() throws {
        let warnings = try SettingsFixture.file("include: [models.yaml]\n").load().warnings
        #expect(warnings.first?.message.contains("not followed") == true)
    }

    @Test(
        arguments: [
            "general_settings: {disable_spend_logs: maybe}",
            "general_settings: {allowed_routes: /chat}",
            "general_settings: {allowed_routes: {a: b}}",
            "general_settings: [a]",
            "litellm_settings: {max_budget: lots}",
            "litellm_settings: {max_budget: .inf}",
            "litellm_settings: {budget_exceeded_status_code: 20}",
            "model_list: {a: b}",
            "model_list: [{model_name: a, model_info: {access_groups: beta}}]",
            "model_list: [{model_name: [a]}]",
            "router_settings: {model_group_alias: [a]}",
            "router_settings: {model_group_alias: {a: {hidden: true}}}",
        ])
    func `an honoured value of the wrong form is an error with its line`(text: String) {
        let problems = SettingsFixture.file("# one\n" + text).problems()
        #expect(problems.count == 1)
        #expect(problems.first?.contains("/etc/proxy.yaml:2 (") == true, "\(problems)")
    }

    @Test func `nulls in the proxy's part are as good as nothing`() throws {
        let settings = try load(
            "model_list:\ngeneral_settings:\nlitellm_settings: {max_budget: null}\n"
                + "router_settings: {model_group_alias: }\n"
        )
        #expect(settings == (try SettingsFixture().load().settings))
    }
}
