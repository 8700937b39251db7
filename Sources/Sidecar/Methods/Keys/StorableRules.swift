import Wire

/// What Postgres can hold of a JSON value, and what an answer can show of it.
enum StorableRules {
    /// The first place of a value that cannot be stored.
    ///
    /// - Parameters:
    ///   - value: checked against its schema already.
    ///   - path: where it stands, for the error.
    /// - Returns: the error that names it, nil if there is none.
    static func fault(in value: JSON, at path: String) -> WireError? {
        fault(in: value, at: path, depth: 0)
    }

    private static func fault(in value: JSON, at path: String, depth: Int) -> WireError? {
        switch value {
        case .null, .bool, .int: return nil
        case .number(let text):
            return isHeld(text) ? nil : .invalid(path, "must be a number that a double can hold")
        case .string(let text): return hasNull(text) ? nullFault(path) : nil
        case .array(let elements):
            if depth == KeyLimits.jsonDepth { return depthFault(path) }
            for (index, element) in elements.enumerated() {
                let place = depth == 0 ? "\(path)[\(index)]" : path
                let below = fault(in: element, at: place, depth: depth + 1)
                if let below { return below }
            }
            return nil
        case .object(let object):
            if depth == KeyLimits.jsonDepth { return depthFault(path) }
            for member in object.members {
                if hasNull(member.name) { return nullFault(path) }
                // Names are the caller's data, so the path ends where they begin.
                let below = fault(in: member.value, at: path, depth: depth + 1)
                if let below { return below }
            }
            return nil
        }
    }

    private static func hasNull(_ text: String) -> Bool { text.utf8.contains(0) }

    private static func nullFault(_ path: String) -> WireError {
        .invalid(path, "must not hold the character U+0000, which Postgres cannot store")
    }

    private static func depthFault(_ path: String) -> WireError {
        .invalid(path, "must not nest deeper than \(KeyLimits.jsonDepth) levels")
    }

    /// Neither infinite nor so small that nothing is left of it.
    private static func isHeld(_ text: String) -> Bool {
        guard let value = Double(text), value.isFinite else { return false }
        let mantissa = text.prefix { $0 != "e" && $0 != "E" }
        return value != 0 || !mantissa.contains { ("1"..."9").contains($0) }
    }
}
