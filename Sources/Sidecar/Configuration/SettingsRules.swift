/// What has to hold beyond the form of each single value.
package enum SettingsRules {
    /// The longest path that fits the address of a Unix socket, its closing zero left out.
    package static let socketPathBytes = 107
    /// The longest prefix with which every table and trigger name stays within Postgres's 63 bytes.
    package static let tablePrefixBytes = 24
    /// The longest name that Postgres keeps.
    package static let identifierBytes = 63

    /// One broken rule.
    package struct Violation: Equatable, Sendable {
        /// The setting that can mend it.
        package let setting: String
        /// What is broken, and the way out.
        package let message: String
    }

    /// Every rule that these settings break.
    package static func violations(_ settings: Settings) -> [Violation] {
        var found: [Violation] = []
        func check(_ holds: Bool, _ setting: String, _ message: @autoclosure () -> String) {
            if !holds { found.append(Violation(setting: setting, message: message())) }
        }
        for (name, path) in [("socket", settings.socket), ("admin_socket", settings.adminSocket)] {
            check(
                path.utf8.count <= socketPathBytes,
                name,
                "the path \(path) is \(path.utf8.count) bytes long and a Unix socket's may be "
                    + "\(socketPathBytes): set \(name) to a shorter one"
            )
        }
        check(
            settings.socket != settings.adminSocket,
            "admin_socket",
            "the data socket and the admin socket are both \(settings.socket)"
        )
        check(
            isSchemaName(settings.database.schema),
            "schema",
            "'\(settings.database.schema)' cannot hold the tables: expected letters, digits, _, - "
                + "and $, no digit first, at most \(identifierBytes) bytes, and neither pg_… nor "
                + "sidecar, which is the daemon's own schema"
        )
        if let prefix = settings.database.tablePrefix {
            check(
                isPrefix(prefix),
                "table_prefix",
                "'\(prefix)' is not a prefix: expected letters, digits and _, no digit first, at "
                    + "most \(tablePrefixBytes) bytes"
            )
        }
        check(
            settings.database.separateListenURL == nil || settings.database.url != nil,
            "listen_url",
            "is set without database_url, and a private Postgres needs none"
        )
        return found
    }

    /// What is odd where neither the proxy nor the daemon is to start budgets again.
    package static func nobodyResets(_ settings: Settings) -> SettingProblem? {
        guard settings.proxy.disableResetBudget, settings.grants.resetJob == false else {
            return nil
        }
        return SettingProblem(
            "reset_job",
            nil,
            "is false where the proxy has disable_reset_budget: unless a third job does it, no "
                + "budget starts again, and each is let go once, when its reset is due"
        )
    }

    private static func isPrefix(_ text: String) -> Bool {
        text.utf8.count <= tablePrefixBytes && isName(text, also: [])
    }

    private static func isSchemaName(_ text: String) -> Bool {
        text.utf8.count <= identifierBytes && isName(text, also: ["-", "$"])
            && !text.hasPrefix("pg_") && text != "sidecar"
    }

    private static func isName(_ text: String, also extra: Set<Character>) -> Bool {
        guard let first = text.first, !first.isNumber else { return false }
        return text.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") || extra.contains($0)
        }
    }
}
