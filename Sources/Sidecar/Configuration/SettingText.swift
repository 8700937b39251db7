/// A setting's value as it was written, before anything judged it.
package enum SettingText: Equatable, Sendable {
    /// A flag, an environment variable, a YAML scalar.
    case one(String)
    /// A YAML sequence of scalars.
    case many([String])
}

extension SettingText: CustomStringConvertible {
    package var description: String {
        switch self {
        case .one(let text): "'\(text)'"
        case .many(let texts): "[\(texts.joined(separator: ", "))]"
        }
    }
}
