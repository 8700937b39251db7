/// Several keys, all named in the same way.
package enum KeySelection: Equatable, Sendable {
    case tokens([TokenHash])
    /// Every key that has one of these aliases.
    case aliases([String])
}

extension KeySelection {
    var column: KeyColumn {
        switch self {
        case .tokens: .token
        case .aliases: .keyAlias
        }
    }

    /// The names, as they stand in the column.
    var names: [String] {
        switch self {
        case .tokens(let tokens): tokens.map(\.hex)
        case .aliases(let aliases): aliases
        }
    }
}
