/// One setting as everything needs to know it: parsing, checking, listing, the reference page.
package struct SettingDefinition: Sendable {
    /// The name in the file (under `sidecar:`) and in messages: `cache.max_keys`.
    package let name: String
    /// The form of its value, with unit and bounds.
    package let expected: String
    /// What it does, for the reference page: Markdown, one paragraph.
    package let meaning: String
    /// The default as the reference page shows it.
    package let defaultText: String
    /// Whether a reload of a running daemon can change it.
    package let takesEffect: TakesEffect
    /// The flag with its dashes, if there is one.
    package let flag: String?
    /// The place in the proxy's own part of the file that sets it as well, if there is one.
    package let proxyField: String?
    /// Whether its value is never shown.
    package let isSecret: Bool
    /// Reads a text into the settings; false where the text is not of the expected form.
    package let store: @Sendable (SettingText, inout Settings) -> Bool
    /// The value as somebody would write it; secrets redacted.
    package let show: @Sendable (Settings) -> String
    /// Whether two settings agree on this one; compares secrets in clear.
    package let isSame: @Sendable (Settings, Settings) -> Bool

    /// When a changed value counts.
    package enum TakesEffect: String, Equatable, Sendable {
        /// At a SIGHUP.
        case reload
        /// At a SIGHUP, for connections that come after it.
        case newConnections
        /// At the next start.
        case restart

        /// Whether a running daemon takes it over.
        package var isAtReload: Bool {
            switch self {
            case .reload, .newConnections: true
            case .restart: false
            }
        }
    }

    package init<Value: Equatable & Sendable>(
        _ name: String,
        _ path: any WritableKeyPath<Settings, Value> & Sendable,
        _ form: SettingForm<Value>,
        default defaultText: String? = nil,
        takesEffect: TakesEffect = .reload,
        hasFlag: Bool = false,
        proxyField: String? = nil,
        _ meaning: String
    ) {
        self.name = name
        self.expected = form.expected
        self.meaning = meaning
        self.defaultText = defaultText ?? form.render(Settings()[keyPath: path])
        self.takesEffect = takesEffect
        self.flag = hasFlag ? "--" + String(name.map { "._".contains($0) ? "-" : $0 }) : nil
        self.proxyField = proxyField
        self.isSecret = form.isSecret
        self.store = { text, settings in
            guard let value = form.parse(text) else { return false }
            settings[keyPath: path] = value
            return true
        }
        self.show = { form.render($0[keyPath: path]) }
        self.isSame = { $0[keyPath: path] == $1[keyPath: path] }
    }

    /// The environment variable that sets it.
    package var environmentName: String {
        "SIDECAR_" + String(name.uppercased().map { $0 == "." ? "_" : $0 })
    }
}
