/// The proxy's way to say "take it from the environment": `os.environ/NAME`.
package enum EnvironmentReference {
    private static let prefix = "os.environ/"

    /// What a text of the file stands for.
    package enum Resolution: Equatable {
        case text(String)
        case missing(variable: String)
    }

    /// The variable's value where the text names one, else the text.
    package static func resolve(_ text: String, in environment: [String: String]) -> Resolution {
        guard text.hasPrefix(prefix) else { return .text(text) }
        let name = String(text.dropFirst(prefix.count))
        guard let value = environment[name], !value.isEmpty else { return .missing(variable: name) }
        return .text(value)
    }

    /// What a file's value offers for a setting.
    package static func candidate(
        for node: ConfigNode,
        in environment: [String: String]
    )
        -> SettingCandidate.Content
    {
        switch node.content {
        case .scalar(let text):
            switch resolve(text, in: environment) {
            case .text(let text): return .text(.one(text))
            case .missing(let variable): return .missingVariable(variable)
            }
        case .list(let elements):
            var texts: [String] = []
            for element in elements {
                guard case .scalar(let text) = element.content else { return .unusable }
                switch resolve(text, in: environment) {
                case .text(let text): texts.append(text)
                case .missing(let variable): return .missingVariable(variable)
                }
            }
            return .text(.many(texts))
        case .null, .map: return .unusable
        }
    }
}
