/// The configuration cannot be used; all that is wrong with it, not just the first.
package struct SettingsError: Error, Equatable, Sendable {
    /// At least one.
    package let problems: [SettingProblem]

    package init(_ problems: [SettingProblem]) {
        self.problems = problems
    }
}

extension SettingsError: CustomStringConvertible {
    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
