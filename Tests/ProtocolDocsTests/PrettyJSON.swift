import Wire

/// JSON for readers: a line for each member, two spaces for each level.
enum PrettyJSON {
    static func text(_ value: JSON, indent: String = "") -> String {
        let deeper = indent + "  "
        switch value {
        case .array(let elements) where !elements.isEmpty:
            return lines("[", "]", elements.map { text($0, indent: deeper) }, indent)
        case .object(let object) where !object.members.isEmpty:
            let members = object.members.map { member in
                JSONWriter.string(.string(member.name)) + ": "
                    + text(member.value, indent: deeper)
            }
            return lines("{", "}", members, indent)
        case .null, .bool, .int, .number, .string, .array, .object:
            return JSONWriter.string(value)
        }
    }

    private static func lines(
        _ first: String,
        _ last: String,
        _ parts: [String],
        _ indent: String
    ) -> String {
        let inner = parts.map { "\(indent)  \($0)" }.joined(separator: ",\n")
        return "\(first)\n\(inner)\n\(indent)\(last)"
    }
}
