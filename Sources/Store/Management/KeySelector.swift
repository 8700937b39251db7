/// How a caller says which key it means.
package enum KeySelector: Equatable, Sendable {
    case token(TokenHash)
    /// Nothing in the database makes an alias unique.
    case alias(String)
}

extension KeySelector {
    var column: KeyColumn {
        switch self {
        case .token: .token
        case .alias: .keyAlias
        }
    }

    var bound: PostgresValue {
        switch self {
        case .token(let token): .text(token.hex)
        case .alias(let alias): .text(alias)
        }
    }
}
