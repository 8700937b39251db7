/// What one source says about the settings: flags, environment, or the file.
package struct SettingsLayer: Equatable, Sendable {
    /// By setting name.
    package var candidates: [String: SettingCandidate] = [:]
    /// What makes the source unusable, whichever value wins.
    package var problems: [SettingProblem] = []
    /// What is odd about it.
    package var warnings: [SettingProblem] = []

    package init() {}
}
