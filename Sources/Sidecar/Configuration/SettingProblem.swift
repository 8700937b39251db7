/// One thing that is wrong with the configuration, or, as a warning, odd about it.
package struct SettingProblem: Equatable, Sendable {
    /// The setting's name as the reference lists it; nil where the file as a whole is at fault.
    package let setting: String?
    /// Where the value came from; nil where no single place is at fault.
    package let origin: SettingOrigin?
    /// What is wrong and what was expected; never the value of a secret.
    package let message: String

    package init(_ setting: String?, _ origin: SettingOrigin?, _ message: String) {
        self.setting = setting
        self.origin = origin
        self.message = message
    }
}

extension SettingProblem: CustomStringConvertible {
    package var description: String {
        // Without a setting's name the place is the subject.
        let place = origin.map { setting == nil ? "\($0)" : "from \($0)" }
        let subject = [setting, place].compactMap(\.self).joined(separator: " ")
        return subject.isEmpty ? message : "\(subject): \(message)"
    }
}
