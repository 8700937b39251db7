import Wire

extension SettingProblem {
    /// The problem as a member of an error line.
    var json: JSON {
        [
            "setting": .optional(setting),
            "origin": .optional(origin?.description),
            "message": .string(message),
        ]
    }
}
