import Testing

@testable import Store

/// Random appends, kills, power cuts and failing syncs, against what callers were told.
@Suite struct JournalPowerCutTests {
    /// What callers were told.
    private struct Model {
        /// What was acknowledged as being on the disk, by its number.
        var kept: [Int64: Int] = [:]
        /// What may be there or not.
        var perhaps: Set<Int> = []
        var next = 1
    }

    @Test(arguments: 0..<40)
    func `All that was acknowledged as durable survives a power cut`(seed: Int) async throws {
        var random = SeededRandom(seed: UInt64(seed))
        var settings = JournalSettings()
        settings.segmentBytes = JournalLimits.leastSegmentBytes
        settings.durability = seed % 4 == 3 ? .write : .fsync
        var home = try JournalHome(disk: SimulatedDisk())
        var model = Model()
        for _ in 0..<10 {
            let journal = try home.open(settings)
            try check(journal, model, seed)
            for _ in 0..<random.next(below: 6) {
                if random.chance(10) { home.disk?.fail(.sync, of: ".wal") }
                if random.chance(10) { home.disk?.fail(.write, of: ".wal") }
                await append(journal, &model, count: 1 + random.next(below: 20), &random)
                if settings.durability == .write { sync(journal, &model) }
            }
            let crashed = try random.chance(30) ? home.copy() : home.powerCut(&random)
            await journal.close()
            home = crashed
        }
    }

    private func append(
        _ journal: Journal,
        _ model: inout Model,
        count: Int,
        _ random: inout SeededRandom
    ) async {
        let numbers = model.next..<(model.next + count)
        let padding = random.next(below: 3_000)
        model.next += count
        model.perhaps.formUnion(numbers)
        let results = await withTaskGroup(of: (Int, Int64?, Bool).self) { group in
            for number in numbers {
                group.addTask {
                    let record = JournalSample.record(number, padding: padding)
                    do throws(JournalError) {
                        let receipt = try await journal.append(record)
                        return (number, receipt.sequence, receipt.isDurable)
                    } catch {
                        if case .outcomeUnknown = error { return (number, nil, false) }
                        return (-number, nil, false)
                    }
                }
            }
            return await group.reduce(into: [(Int, Int64?, Bool)]()) { $0.append($1) }
        }
        for (number, sequence, isDurable) in results {
            // Refused: it must not be there.
            if number < 0 { model.perhaps.remove(-number) }
            if isDurable, let sequence { keep(number, sequence, &model) }
        }
    }

    private func keep(_ number: Int, _ sequence: Int64, _ model: inout Model) {
        #expect(model.kept[sequence] == nil, "a number was given twice")
        model.kept[sequence] = number
        model.perhaps.remove(number)
    }

    /// As the flush does before it applies anything.
    private func sync(_ journal: Journal, _ model: inout Model) {
        guard (try? journal.sync(through: .max)) != nil,
            let entries = try? journal.entries(after: 0, limit: .max, bytes: .max)
        else { return }
        for (entry, number) in zip(entries, JournalSample.numbers(entries))
        where model.kept[entry.sequence] == nil {
            keep(number, entry.sequence, &model)
        }
    }

    private func check(_ journal: Journal, _ model: Model, _ seed: Int) throws {
        try? journal.sync(through: .max)
        let entries = try journal.entries(after: 0, limit: .max, bytes: .max)
        let numbers = JournalSample.numbers(entries)
        #expect(Set(numbers).count == numbers.count, "seed \(seed)")
        let found = Dictionary(uniqueKeysWithValues: zip(entries.map(\.sequence), numbers))
        for (sequence, number) in model.kept {
            #expect(found[sequence] == number, "seed \(seed)")
        }
        for (sequence, number) in found where model.kept[sequence] == nil {
            #expect(model.perhaps.contains(number), "seed \(seed)")
        }
        #expect(journal.recovery.damaged.isEmpty && journal.recovery.missing.isEmpty)
    }
}
