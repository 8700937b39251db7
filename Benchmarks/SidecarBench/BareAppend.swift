import Foundation
import Store
import Wire

/// The least that a journal can do: a loop that writes groups of bytes, and syncs each.
struct BareAppend {
    let directory: String
    let durability: JournalDurability
    let groups: Int
    let bytesPerGroup: Int

    struct Figures {
        var groupsPerSecond: Double
        var times: DurationSummary
    }

    func run() throws -> Figures {
        let path = "\(directory)/sidecar-bench-bare"
        let file = try OpenFile.create(path)
        defer { try? FileTree.remove(path) }
        let bytes = [UInt8](repeating: 7, count: bytesPerGroup)
        var samples: [Duration] = []
        let start = ContinuousClock.now
        for group in 0..<groups {
            let begin = ContinuousClock.now
            try file.write(bytes, at: group * bytes.count)
            if durability == .fsync { try file.sync() }
            samples.append(ContinuousClock.now - begin)
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return Figures(
            groupsPerSecond: Double(groups) / seconds,
            times: DurationSummary(samples)
        )
    }

    /// Runs, and prints one line of JSON.
    func publish() throws {
        let figures = try run()
        let json: JSON = [
            "per_second": .double(figures.groupsPerSecond.rounded()),
            "p50_ms": .double(figures.times.milliseconds(at: 0.5)),
            "p99_ms": .double(figures.times.milliseconds(at: 0.99)),
        ]
        print(JSONWriter.string(json))
    }
}
