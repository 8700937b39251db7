import Yams

/// Names that a mapping has twice: the proxy's reader takes the last one, ours refuses the file.
///
/// In the proxy's part the earlier ones are marked in the text and passed over; in our own part
/// they are a mistake.
extension YAMLDocument {
    /// Each of them costs another reading of the file.
    static let maximumRepeatedNames = 100

    /// The part of the file in which nothing may be set twice.
    static let ownPart = "sidecar"

    static func composed(_ text: String) throws(Failure) -> Node? {
        var text = text
        var count = 0
        while true {
            do {
                return try compose(yaml: text)
            } catch YamlError.duplicatedKeysInMapping(let names, let context)
                where count < maximumRepeatedNames
            {
                let place = (line: context.mark.line, column: context.mark.column)
                guard let marked = RepeatedNames.mark(text, at: place) else {
                    throw failure(
                        YamlError.duplicatedKeysInMapping(
                            duplicates: names,
                            context: context
                        )
                    )
                }
                text = marked
                count += 1
            } catch {
                throw failure(error)
            }
        }
    }

    /// Refuses a file in which our own part stands twice, or has a name twice.
    static func refuseRepeatedNames(in root: Node.Mapping) throws(Failure) {
        for (key, value) in root {
            guard let name = key.scalar?.string else { continue }
            if RepeatedNames.isMarked(name), RepeatedNames.unmarked(name) == ownPart {
                throw repeated(name, key)
            }
            if name == ownPart { try refuseRepeatedNames(below: value) }
        }
    }

    private static func refuseRepeatedNames(below node: Node) throws(Failure) {
        guard case .mapping(let mapping) = node else { return }
        for (key, value) in mapping {
            if let name = key.scalar?.string, RepeatedNames.isMarked(name) {
                throw repeated(name, key)
            }
            try refuseRepeatedNames(below: value)
        }
    }

    private static func repeated(_ name: String, _ key: Node) -> Failure {
        Failure(
            line: key.mark?.line,
            message: "set more than once: \(RepeatedNames.unmarked(name))"
        )
    }
}
