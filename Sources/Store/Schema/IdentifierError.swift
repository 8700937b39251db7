/// Why a name was refused.
package enum IdentifierError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The name has no character.
    case empty
    /// The name is longer than Postgres keeps.
    case tooLong(bytes: Int, maximum: Int)
    /// The name holds a control character.
    case controlCharacter
    /// The name belongs to Postgres or to the sidecar itself.
    case reserved(String)

    /// The reason as a sentence.
    package var description: String {
        switch self {
        case .empty: "the name is empty"
        case .tooLong(let bytes, let maximum):
            "the name has \(bytes) bytes, at most \(maximum) are possible"
        case .controlCharacter: "the name holds a control character"
        case .reserved(let name): "the name \(name) is reserved"
        }
    }
}
