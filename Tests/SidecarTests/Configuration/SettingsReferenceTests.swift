import Sidecar
import Testing

@Suite struct SettingsReferenceTests {
    private let page = SettingsReference.markdown()

    @Test(arguments: SettingsTable.all.map(\.name))
    func `the page covers every setting`(name: String) throws {
        let definition = try #require(SettingsTable.definition(named: name))
        #expect(page.contains("### `\(name)`\n\n\(definition.meaning)\n"))
        #expect(page.contains("- Environment: `\(definition.environmentName)`"))
        #expect(page.contains("- Default: \(definition.defaultText)\n"))
        #expect(page.contains("- Value: \(definition.expected)\n"))
    }

    @Test func `the page names every honoured field of the proxy's part`() {
        let fields = [
            "database_url", "master_key", "disable_spend_logs", "disable_error_logs",
            "store_model_in_db", "proxy_batch_write_at", "allow_requests_on_db_unavailable",
            "disable_reset_budget", "apply_user_budget_to_team_keys", "allowed_routes",
            "store_audit_logs", "max_budget", "budget_duration", "timezone", "budget_reset_time",
            "budget_exceeded_status_code", "max_end_user_budget_id", "model_name",
            "access_groups", "model_group_alias", "model_alias_map",
        ]
        for field in fields { #expect(page.contains("\(field)`"), "\(field)") }
    }

    @Test func `flags and restarts are on the page`() {
        #expect(page.contains("- Flag: `--table-prefix`"))
        #expect(page.contains("- A change takes effect at the next start"))
        #expect(page.hasPrefix("# Settings\n"))
        #expect(page.hasSuffix("\n") && !page.hasSuffix("\n\n"))
    }
}
