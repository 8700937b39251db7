import Foundation
import Logging
import Store
import Wire

/// Acknowledged appends per second, without a daemon, beside a bare loop that writes and syncs the
/// same bytes in the same groups on the same disk.
struct JournalMeasurement {
    let directory: String
    let durability: JournalDurability
    let inFlight: Int
    let count: Int
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

    /// Prints one line of JSON.
    func run() async throws {
        let home = "\(directory)/sidecar-bench-journal"
        try FileManager.default.createDirectory(
            atPath: home + "/aside",
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: home) }
        var settings = JournalSettings()
        settings.durability = durability
        let journal = try Journal.open(
            home,
            asideDirectory: home + "/aside",
            instance: String(repeating: "1", count: 32),
            settings: settings,
            logger: Logger(label: "bench")
        )
        let begin = ContinuousClock.now
        let samples = try await appends(journal)
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        let status = journal.status
        await journal.close()
        let groups = max(1, Int(status.groups))
        let bare = try BareAppend(
            directory: directory,
            durability: durability,
            groups: groups,
            bytesPerGroup: max(1, status.totalBytes / groups)
        ).run()
        publish(perSecond: Double(samples.count) / seconds, samples, groups, bare)
    }

    private func publish(
        perSecond: Double,
        _ samples: [Duration],
        _ groups: Int,
        _ bare: BareAppend.Figures
    ) {
        let times = DurationSummary(samples)
        let perGroup = Double(samples.count) / Double(groups)
        let json: JSON = [
            "durability": .string("\(durability)"), "in_flight": .int(Int64(inFlight)),
            "per_second": .double(perSecond.rounded()),
            "p50_ms": .double(times.milliseconds(at: 0.5)),
            "p99_ms": .double(times.milliseconds(at: 0.99)),
            "events_per_group": .double(perGroup),
            "bare_per_second": .double((bare.groupsPerSecond * perGroup).rounded()),
            "bare_p50_ms": .double(bare.times.milliseconds(at: 0.5)),
            "bare_p99_ms": .double(bare.times.milliseconds(at: 0.99)),
        ]
        print(JSONWriter.string(json))
    }

    private func appends(_ journal: Journal) async throws -> [Duration] {
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
}
