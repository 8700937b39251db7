/// A piece of a YAML file with the line it stands on, apart from the library that read it.
package struct ConfigNode: Equatable, Sendable {
    /// Where it begins; 1 is the first line of the file.
    package let line: Int
    /// What it is.
    package let content: Content

    /// What stands there.
    package indirect enum Content: Equatable, Sendable {
        /// Nothing at all, `~` or `null`.
        case null
        /// Any other scalar, as text.
        case scalar(String)
        case list([ConfigNode])
        /// Names are unique; the order is the file's.
        case map([Entry])
    }

    /// A name with what it stands for.
    package struct Entry: Equatable, Sendable {
        /// What stands before the colon.
        package let name: String
        /// What stands after it.
        package let value: ConfigNode

        package init(name: String, value: ConfigNode) {
            self.name = name
            self.value = value
        }
    }

    package init(line: Int, _ content: Content) {
        self.line = line
        self.content = content
    }

    /// The entry of that name, if this is a mapping that has one which is not null.
    package subscript(name: String) -> ConfigNode? {
        guard case .map(let entries) = content else { return nil }
        let value = entries.first { $0.name == name }?.value
        return value?.content == .null ? nil : value
    }
}
