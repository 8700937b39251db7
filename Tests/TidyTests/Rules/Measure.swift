/// A set of lengths, judged as a whole: most things are short, few are long.
struct Measure {
    /// What a length belongs to: `Sources/Wire/Limits.swift`, or a function in it.
    struct Entry: Equatable {
        var place: String
        var lines: Int
    }

    var name: String
    var median: Int
    var ninetieth: Int
    /// From the longest to the shortest.
    var entries: [Entry]

    init(_ name: String, median: Int, ninetieth: Int, entries: [Entry]) {
        self.name = name
        self.median = median
        self.ninetieth = ninetieth
        self.entries = entries.sorted { ($0.lines, $1.place) > ($1.lines, $0.place) }
    }

    /// The length that `percent` of the entries do not exceed (nearest rank); 0 without entries.
    func percentile(_ percent: Int) -> Int {
        guard !entries.isEmpty else { return 0 }
        let rank = (entries.count * percent + 99) / 100
        return entries[entries.count - max(rank, 1)].lines
    }

    /// What is wrong with the whole, in a sentence each, with the longest entries to begin with.
    var complaints: [String] {
        let longest = entries.prefix(5).map { "\($0.place) (\($0.lines))" }.joined(separator: ", ")
        return [(50, median, "median"), (90, ninetieth, "90th percentile")].compactMap { row in
            let (percent, bound, label) = row
            let found = percentile(percent)
            guard found > bound else { return nil }
            return "\(name): \(label) is \(found) lines, at most \(bound). Longest: \(longest)"
        }
    }

    /// The lengths of files.
    static func files(_ files: [SourceFile]) -> Measure {
        let entries = files.map { Entry(place: $0.path, lines: $0.lines.count) }
        return Measure("files", median: 110, ninetieth: 250, entries: entries)
    }

    /// The lengths of functions, from the keyword to the closing brace.
    static func functions(_ files: [SourceFile]) -> Measure {
        let entries = files.flatMap { file in
            file.declarations.filter { $0.kind == .function }.map { function in
                Entry(
                    place: "\(file.path):\(function.lines.lowerBound) \(function.name)",
                    lines: function.lines.count
                )
            }
        }
        return Measure("functions", median: 8, ninetieth: 25, entries: entries)
    }
}
