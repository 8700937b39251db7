/// Escapes what would end a line or a JSON string.
package enum LogText {
    /// The text with control characters as JSON escapes them, and with `quotes` also `"` and `\`.
    package static func escape(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"" where quotes, "\\" where quotes: escaped += "\\\(scalar)"
            case "\n": escaped += "\\n"
            case "\r": escaped += "\\r"
            case "\t": escaped += "\\t"
            // The last two end a line for some readers.
            case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default:  // open set: scalars
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
