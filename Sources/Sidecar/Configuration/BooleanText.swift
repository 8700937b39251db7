/// The grammar of switches in settings: YAML's words, and 1 and 0.
package enum BooleanText {
    /// What a message calls a well-formed value.
    package static let expected = "true or false"

    /// Reads `true`, `yes`, `on`, `1` and their opposites, in any case; nil for anything else.
    package static func parse(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: nil  // open set: any text
        }
    }
}
