/// Where a setting's value came from; the first three in the order in which they win.
package enum SettingOrigin: Equatable, Sendable {
    /// A flag of the command line, with its dashes.
    case flag(String)
    /// An environment variable, by name.
    case environment(String)
    /// A line of the file (1 is the first), and the path of names that leads to the value.
    case file(String, line: Int, field: String)
    /// Nobody set it.
    case standard
}

extension SettingOrigin: CustomStringConvertible {
    package var description: String {
        switch self {
        case .flag(let name): name
        case .environment(let name): name
        case .file(let path, let line, let field): "\(path):\(line) (\(field))"
        case .standard: "default"
        }
    }
}
