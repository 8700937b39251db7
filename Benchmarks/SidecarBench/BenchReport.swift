import Foundation
import Wire

/// The figures of one measurement: a table for people, JSON for programs.
struct BenchReport {
    let title: String
    private(set) var rows: [Row] = []

    /// One line of the table.
    struct Row {
        var name: String
        var summary: DurationSummary
        /// What it is compared with in the same run.
        var bare: DurationSummary?
        /// Counts beside the times, by name.
        var counts: [(name: String, value: Int)] = []
    }

    init(_ title: String) {
        self.title = title
    }

    mutating func add(_ row: Row) { rows.append(row) }

    /// Prints the table, and writes the JSON where a path is given.
    func publish(to path: String?) throws {
        print(table, terminator: "")
        guard let path else { return }
        try Data((JSONWriter.string(json) + "\n").utf8)
            .write(to: URL(fileURLWithPath: path))
    }

    private var table: String {
        let hasBare = rows.contains { $0.bare != nil }
        var header = [title, "p50 ms", "p99 ms", "max ms"]
        if hasBare { header += ["bare p50", "bare p99", "bare max"] }
        let lines = rows.map { row in
            [row.name] + row.summary.columns + (row.bare?.columns ?? [])
        }
        let first = ([header] + lines).map { $0[0].count }.max() ?? 0
        return ([header] + lines).enumerated().map { index, cells in
            let name = cells[0].padding(toLength: first, withPad: " ", startingAt: 0)
            let figures = cells.dropFirst().map {
                String(repeating: " ", count: 10 - $0.count) + $0
            }
            return name + figures.joined() + (index == 0 ? "" : note(rows[index - 1])) + "\n"
        }.joined()
    }

    private func note(_ row: Row) -> String {
        let counts = row.counts.map { "\($0.value) \($0.name)" }
        return "   " + (["\(row.summary.count) samples"] + counts).joined(separator: ", ")
    }

    private var json: JSON {
        let rows = rows.map { row -> JSON in
            var object = JSONObject([("name", .string(row.name)), ("times", row.summary.json)])
            if let bare = row.bare { object["bare_listener"] = bare.json }
            for count in row.counts { object[count.name] = .int(Int64(count.value)) }
            return .object(object)
        }
        return ["title": .string(title), "rows": .array(rows)]
    }
}
