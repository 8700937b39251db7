import Foundation
import Logging
import Store

/// Acknowledged appends per second, beside a bare loop that writes and syncs the same bytes in the
/// same groups on the same disk.
struct JournalMeasurement {
    private let directory: String
    private let count: Int
    private let record = JournalRecord.event(Self.event, retry: nil)

    private static var event: SpendEvent {
        let time = Timestamp(milliseconds: 1_796_117_400_125)
        var log = SpendLogEntry(
            requestID: "chatcmpl-0123456789abcdef",
            startTime: time,
            endTime: time
        )
        log.model = "gpt-4o"
        log.callType = "acompletion"
        log.metadata = "{\"usage\":\"\(String(repeating: "x", count: 150))\"}"
        var identity = SpendIdentity(token: TokenHash(ofKey: "sk-bench").hex)
        identity.userID = "user-1"
        identity.teamID = "team-1"
        return SpendEvent(identity: identity, spend: Money(picodollars: 1_000_000), log: log)
    }

    init(directory: String, count: Int) {
        self.directory = directory
        self.count = count
    }

    func run() async throws {
        for durability in [JournalDurability.fsync, .write] {
            for inFlight in [1, 64] {
                let groups = try await measure(durability, inFlight)
                try baseline(durability, groups)
            }
        }
    }

    /// - Returns: The bytes written, and in how many groups.
    private func measure(
        _ durability: JournalDurability,
        _ inFlight: Int
    ) async throws -> (bytes: Int, groups: Int) {
        let home = "\(directory)/sidecar-bench-\(durability)-\(inFlight)"
        try FileManager.default.createDirectory(
            atPath: home + "/aside",
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: home) }
        var settings = JournalSettings()
        settings.durability = durability
        let clock = CountingClock()
        let journal = try Journal.open(
            home,
            asideDirectory: home + "/aside",
            instance: String(repeating: "1", count: 32),
            settings: settings,
            clock: clock,
            logger: Logger(label: "bench")
        )
        let before = clock.count
        let begin = ContinuousClock.now
        let samples = try await appends(journal, inFlight)
        let time = (ContinuousClock.now - begin) / .seconds(1)
        let bytes = journal.status.totalBytes
        await journal.close()
        // An append reads the clock once, a group once for its work and once for its time; a pause
        // between them once too, so these are rather too many groups than too few.
        let groups = max(1, (clock.count - before - samples.count) / 2)
        let rate = Int(Double(samples.count) / time)
        let summary = DurationSummary(samples)
        let figures = [0.5, 0.99].map { String(format: "%.3f", summary.milliseconds(at: $0)) }
        print(
            "journal \(durability), \(inFlight) in flight: \(rate)/s  p50 \(figures[0]) ms"
                + "  p99 \(figures[1]) ms  (\(samples.count) samples, ≤ \(groups) groups)"
        )
        return (bytes, groups)
    }

    private func appends(_ journal: Journal, _ inFlight: Int) async throws -> [Duration] {
        try await withThrowingTaskGroup(of: [Duration].self) { group in
            for _ in 0..<inFlight {
                group.addTask {
                    var samples: [Duration] = []
                    for _ in 0..<(count / inFlight) {
                        let begin = ContinuousClock.now
                        _ = try await journal.append(record)
                        samples.append(ContinuousClock.now - begin)
                    }
                    return samples
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func baseline(
        _ durability: JournalDurability,
        _ written: (bytes: Int, groups: Int)
    ) throws {
        let path = "\(directory)/sidecar-bench-bare"
        let file = try OpenFile.create(path)
        defer { try? FileTree.remove(path) }
        let bytes = [UInt8](repeating: 7, count: max(1, written.bytes / written.groups))
        var samples: [Duration] = []
        let begin = ContinuousClock.now
        for group in 0..<written.groups {
            let begin = ContinuousClock.now
            try file.write(bytes, at: group * bytes.count)
            if durability == .fsync { try file.sync() }
            samples.append(ContinuousClock.now - begin)
        }
        let rate = Int(Double(written.groups) / ((ContinuousClock.now - begin) / .seconds(1)))
        let summary = DurationSummary(samples)
        let figures = [0.5, 0.99].map { String(format: "%.3f", summary.milliseconds(at: $0)) }
        print(
            "  bare loop, \(bytes.count) bytes a group: \(rate) groups/s  p50 \(figures[0]) ms"
                + "  p99 \(figures[1]) ms"
        )
    }
}
