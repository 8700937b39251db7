/// Marks in a YAML text the names that a later one of the same mapping takes the place of.
enum RepeatedNames {
    /// No name of anybody's begins so.
    private static let marker = "superseded-\u{2060}"

    /// Whether a name is one of those.
    static func isMarked(_ name: String) -> Bool { name.hasPrefix(marker) }

    /// The name as it stood in the file.
    static func unmarked(_ name: String) -> String {
        var name = Substring(name)
        while name.hasPrefix(marker) { name = name.dropFirst(marker.count) }
        return String(name)
    }

    /// The text with the name at a place marked.
    ///
    /// - Parameters:
    ///   - text: the file.
    ///   - place: where the name begins; 1 is the first line, and the first character of it.
    /// - Returns: nil where what stands there is not simply a name.
    static func mark(_ text: String, at place: (line: Int, column: Int)) -> String? {
        let scalars = text.unicodeScalars
        guard var index = start(ofLine: place.line, in: scalars),
            let name = scalars.index(
                index,
                offsetBy: place.column - 1,
                limitedBy: scalars.endIndex
            ),
            name < scalars.endIndex
        else { return nil }
        index = name
        switch scalars[index] {
        case "\"", "'": index = scalars.index(after: index)
        case "?", "&", "!", "*", "[", "{", "|", ">", "%", "@", "`", "#": return nil
        default: break  // open set: characters
        }
        return String(scalars[..<index]) + marker + String(scalars[index...])
    }

    /// Lines end where YAML's reader has them end.
    private static func start(
        ofLine wanted: Int,
        in scalars: String.UnicodeScalarView
    ) -> String.UnicodeScalarView.Index? {
        var line = 1
        var index = scalars.startIndex
        while line < wanted {
            guard index < scalars.endIndex else { return nil }
            let scalar = scalars[index]
            index = scalars.index(after: index)
            switch scalar {
            case "\r":
                if index < scalars.endIndex, scalars[index] == "\n" { continue }
                line += 1
            case "\n", "\u{85}", "\u{2028}", "\u{2029}": line += 1
            default: break  // open set: characters
            }
        }
        return index
    }
}
