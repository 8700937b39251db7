import TestSupport
import Testing

@testable import Store

/// Random appends, crashes and starts, against what a plain list remembers.
@Suite struct JournalWalkTests {
    /// What callers were told.
    private struct Model {
        /// What was acknowledged, by its number.
        var kept: [Int64: Int] = [:]
        var next = 1
    }

    @Test(arguments: 0..<12)
    func `All that was acknowledged is there once, whatever crashed`(seed: Int) async throws {
        var random = SeededRandom(seed: UInt64(seed))
        var settings = JournalSettings()
        settings.segmentBytes = JournalLimits.leastSegmentBytes
        var home = try JournalHome()
        var model = Model()
        for _ in 0..<12 {
            let journal = try home.open(settings)
            try check(journal, model, seed)
            for _ in 0..<random.next(below: 6) {
                try await append(journal, &model, count: 1 + random.next(below: 20), &random)
            }
            try check(journal, model, seed)
            let crashed = try home.copy()
            await journal.close()
            home = crashed
            try garble(home, &random)
        }
    }

    /// Appends several at once, and a few of them twice.
    private func append(
        _ journal: Journal,
        _ model: inout Model,
        count: Int,
        _ random: inout SeededRandom
    ) async throws {
        let numbers = model.next..<(model.next + count)
        let padding = random.next(below: 3_000)
        let isTwice = random.chance(30)
        model.next += count
        let kept = try await withThrowingTaskGroup(of: (Int64, Int).self) { group in
            for number in numbers {
                for _ in 0..<(isTwice ? 2 : 1) {
                    group.addTask {
                        let receipt = try await journal.append(
                            JournalSample.record(number, padding: padding),
                            idempotency: JournalSample.key(number)
                        )
                        return (receipt.sequence, number)
                    }
                }
            }
            return try await group.reduce(into: [Int64: Int]()) { $0[$1.0] = $1.1 }
        }
        #expect(kept.count == count)
        model.kept.merge(kept) { _, _ in
            Issue.record("a number was given twice")
            return 0
        }
    }

    private func check(_ journal: Journal, _ model: Model, _ seed: Int) throws {
        let entries = try journal.entries(after: 0, limit: .max, bytes: .max)
        let found = Dictionary(
            zip(entries.map(\.sequence), JournalSample.numbers(entries)),
            uniquingKeysWith: { first, _ in first }
        )
        #expect(entries.count == found.count, "seed \(seed)")
        #expect(found == model.kept, "seed \(seed)")
        #expect(journal.recovery.damaged.isEmpty && journal.recovery.missing.isEmpty)
    }

    /// What a crash can leave behind the synced end: a part of a write, garbage, zeros.
    private func garble(_ home: JournalHome, _ random: inout SeededRandom) throws {
        guard let name = home.names(".wal").last else { return }
        let bytes = try home.read(name)
        var rest: [UInt8] = []
        if case .header(let header) = SegmentHeader.read(bytes) {
            let record = EncodedRecord(JournalSample.record(0), key: JournalSample.key(0))
            record.append(
                to: &rest,
                sequence: .random(in: 1...1_000, using: &random),
                time: JournalSample.time,
                segment: header.id
            )
        }
        switch random.next(below: 5) {
        case 0: rest = Array(rest.prefix(random.next(below: max(1, rest.count))))
        case 1: rest = (0..<random.next(below: 5_000)).map { _ in UInt8(random.next(below: 256)) }
        case 2: rest = [UInt8](repeating: 0, count: random.next(below: 5_000))
        case 3 where !rest.isEmpty: rest[random.next(below: rest.count)] ^= 0x20
        default: rest = []  // open set: any other number
        }
        try home.replace(name, bytes + rest)
        if random.chance(20) { try home.replace(SegmentInfo.keysName(1), rest) }
    }
}
