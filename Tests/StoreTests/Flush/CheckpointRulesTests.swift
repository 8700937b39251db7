import Testing

@testable import Store

@Suite("What a start does about its checkpoint")
struct CheckpointRulesTests {
    /// What the journal remembers.
    enum Bound: CaseIterable {
        case never, unconfirmed, here, elsewhere
    }

    /// The row that is found, beside the binding's epoch 5 and holder `mine`.
    enum Row: CaseIterable {
        case none, older, same, otherHolder, newer
    }

    private static let database = "db"
    private static let mine = "mine"

    private static func binding(_ bound: Bound, resumeFrom: Int64?) -> JournalBinding? {
        var binding = JournalBinding()
        binding.epoch = 5
        binding.holder = mine
        binding.isConfirmed = bound != .unconfirmed
        if bound == .unconfirmed { binding.attempt() } else { binding.confirmedEpoch = 5 }
        binding.resumeFrom = resumeFrom
        switch bound {
        case .never:
            guard resumeFrom != nil else { return nil }
            binding = JournalBinding()
            binding.resumeFrom = resumeFrom
        case .unconfirmed, .here: binding.databaseID = database
        case .elsewhere: binding.databaseID = "other"
        }
        return binding
    }

    private static func row(_ row: Row) -> CheckpointRow? {
        let (epoch, holder): (Int64, String)
        switch row {
        case .none: return nil
        case .older: (epoch, holder) = (4, "before")
        case .same: (epoch, holder) = (5, mine)
        case .otherHolder: (epoch, holder) = (5, "theirs")
        case .newer: (epoch, holder) = (6, "theirs")
        }
        return CheckpointRow(instance: "i", epoch: epoch, holder: holder, sequence: 70)
    }

    private static func step(
        _ bound: Bound,
        _ row: Row,
        lastGiven: Int64,
        resumeFrom: Int64? = nil
    ) -> String {
        let step = CheckpointRules.begin(
            binding: binding(bound, resumeFrom: resumeFrom),
            found: self.row(row),
            databaseID: database,
            lastGiven: lastGiven,
            holder: "next"
        )
        switch step {
        case .create(let claim, let sequence):
            #expect(claim.databaseID == database && claim.holder == "next")
            return "create \(claim.epoch) at \(sequence)\(claim.isConfirmed ? " known" : "")"
        case .take(let claim, let found, let sequence):
            #expect(claim.databaseID == database && claim.holder == "next")
            #expect(found == self.row(row) && claim.isConfirmed)
            return "take \(claim.epoch)" + (sequence.map { " at \($0)" } ?? "")
        case .stop(let obstacle): return "\(obstacle)".isEmpty ? "" : name(obstacle)
        }
    }

    private static func name(_ obstacle: FlushObstacle) -> String {
        switch obstacle {
        case .otherDatabase: "other database"
        case .checkpointMissing: "missing"
        case .takenOver: "taken over"
        case .resumedTooEarly(8, 70): "too early"
        case .resumedTooEarly, .gap, .refusals, .notAttached, .newerLayout: "unexpected"
        }
    }

    /// In the order of `Row.allCases`: none, older, same, otherHolder, newer.
    @Test(arguments: [
        (Bound.never, ["create 1 at 0", "taken over", "taken over", "taken over", "taken over"]),
        (.unconfirmed, ["create 6 at 0", "taken over", "take 6", "taken over", "taken over"]),
        (.here, ["missing", "take 6", "take 6", "taken over", "taken over"]),
        (
            .elsewhere,
            [
                "other database", "other database", "other database", "other database",
                "other database",
            ]
        ),
    ])
    func `a journal that holds something`(bound: Bound, expected: [String]) {
        #expect(Row.allCases.map { Self.step(bound, $0, lastGiven: 9) } == expected)
    }

    @Test(arguments: [
        (Bound.never, ["create 1 at 0", "taken over", "taken over", "taken over", "taken over"]),
        (.unconfirmed, ["create 6 at 0", "taken over", "take 6", "taken over", "taken over"]),
        (.here, ["create 6 at 0 known", "take 6", "take 6", "taken over", "taken over"]),
        (
            .elsewhere,
            ["create 6 at 0", "taken over", "taken over", "taken over", "taken over"]
        ),
    ])
    func `a journal that never held anything`(bound: Bound, expected: [String]) {
        #expect(Row.allCases.map { Self.step(bound, $0, lastGiven: 0) } == expected)
    }

    @Test(arguments: [
        (
            Bound.never,
            ["create 1 at 8", "take 5 at 8", "take 6 at 8", "take 6 at 8", "take 7 at 8"]
        ),
        (
            .unconfirmed,
            ["create 6 at 8", "take 6 at 8", "too early", "take 6 at 8", "take 7 at 8"]
        ),
        (
            .here,
            ["create 6 at 8 known", "too early", "too early", "take 6 at 8", "take 7 at 8"]
        ),
        (
            .elsewhere,
            ["create 6 at 8", "take 6 at 8", "take 6 at 8", "take 6 at 8", "take 7 at 8"]
        ),
    ])
    func `an operator's word goes before everything that stands in the way`(
        bound: Bound,
        expected: [String]
    ) {
        for last: Int64 in [0, 9] {
            let steps = Row.allCases.map { Self.step(bound, $0, lastGiven: last, resumeFrom: 8) }
            #expect(steps == expected)
        }
    }

    @Test func `an operator may pass by events where nothing stands in the way`() {
        let steps = Row.allCases.map { Self.step(.here, $0, lastGiven: 99, resumeFrom: 80) }
        #expect(steps[1...] == ["take 6 at 80", "take 6 at 80", "take 6 at 80", "take 7 at 80"])
    }

    /// A copy of the directory counts on from the same epoch: a number alone proves nothing.
    @Test func `of claims that may not have arrived only our own are taken for ours`() {
        var binding = JournalBinding()
        binding.databaseID = Self.database
        binding.isConfirmed = true
        binding.confirmedEpoch = 4
        for (epoch, holder) in [(5, "first"), (6, Self.mine)] as [(Int64, String)] {
            binding.epoch = epoch
            binding.holder = holder
            binding.attempt()
        }
        func mayTake(_ epoch: Int64, _ holder: String) -> Bool {
            let step = CheckpointRules.begin(
                binding: binding,
                found: CheckpointRow(instance: "i", epoch: epoch, holder: holder, sequence: 70),
                databaseID: Self.database,
                lastGiven: 99,
                holder: "next"
            )
            return step != .stop(.takenOver)
        }
        #expect(mayTake(4, "before") && mayTake(3, "long before"))
        #expect(mayTake(5, "first") && mayTake(6, Self.mine))
        #expect(!mayTake(5, "theirs") && !mayTake(6, "theirs") && !mayTake(6, "first"))
    }
}
