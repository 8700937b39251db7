/// Settings that belong together, as one part of the reference page.
package struct SettingsSection: Sendable {
    /// The heading on the reference page.
    package let title: String
    /// In the order of the page.
    package let definitions: [SettingDefinition]
}
