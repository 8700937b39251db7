/// Finds the known name that a mistyped one most likely meant.
package enum NearestName {
    /// Longer names are not compared: no name of ours comes near, and the work grows by squares.
    private static let longestCompared = 64

    /// The known name with the smallest edit distance, if it is small for the length of the name.
    package static func of(_ name: String, among known: [String]) -> String? {
        let typed = Array(name.utf8.prefix(longestCompared + 1))
        guard typed.count <= longestCompared else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in known {
            let distance = distance(typed, Array(candidate.utf8))
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        guard let best, best.distance <= max(1, max(typed.count, best.name.utf8.count) / 3) else {
            return nil
        }
        return best.name
    }

    /// The end of a sentence about an unknown name, with the nearest known one.
    static func unknown(_ what: String, _ name: String, known: [String]) -> String {
        let hint = of(name, among: known).map { "; did you mean `\($0)`?" } ?? ""
        return "is not a known \(what)" + hint
    }

    /// The name as an error may repeat it.
    ///
    /// Only what looks like an identifier is repeated: a caller that mixed up name and value may
    /// have sent a clear key here.
    static func shown(_ name: String) -> String {
        let isPlain = name.utf8.prefix(longestCompared + 1).allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
        }
        return isPlain && !name.isEmpty && name.utf8.count <= longestCompared ? name : "(name)"
    }

    /// Edits (insert, delete, replace, swap of neighbours) that make one of the other.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let isSame = byte == other
                var cost = min(last[column + 1], current[column]) + 1
                cost = min(cost, last[column] + (isSame ? 0 : 1))
                if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
