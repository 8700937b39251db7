import Store
import Testing
import Wire

@testable import Sidecar

/// A random walk that product and ledger take together, and what they say about each step.
struct LimitWalk {
    /// What they did not agree about, with what led there.
    struct Disagreement: Error, CustomStringConvertible {
        var description: String
    }

    var random: SeededRandom
    var ledger: LimitLedger
    var desk: WalkDesk
    /// Events that no flush has taken.
    var unflushed: [SpendEvent] = []
    /// The flush that is under way.
    var flush: WalkFlush?
    /// What is stored of resets that are due, the newest first.
    var storedResets: [DueReset<SpendEntity>.Entry] = []
    /// The last steps, for whoever reads a failure.
    var trail: [String] = []
    var nextConnection: UInt64 = 10
    var coverage: [String: Int] = [:]

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        let now = Moment(
            wall: Timestamp(milliseconds: 1_800_000_000_000),
            monotonicNanoseconds: 5_000_000_000 + Int64(random.next() % 3_000_000_000)
        )
        ledger = LimitLedger(now: now)
        ledger.rows = .small(using: &random, wall: now.wall)
        desk = WalkDesk(ledger.rows, now: now)
    }

    var time: Int64 { ledger.now.monotonicNanoseconds }

    mutating func step() async throws {
        switch random.next() % 100 {
        case 0..<44: try ask(randomCall())
        // Where refused calls count, what each finds depends on who came before it.
        case 44..<46 where !ledger.rows.policy.countsRefusedRequests:
            try await crowd(randomCall())
        case 44..<61: moveClock()
        case 61..<72: try settle()
        case 72: try settleLate()
        case 73..<76: release()
        case 76..<78: renew()
        case 78..<80: endConnection()
        case 80..<82: try record()
        case 82..<87: beginOrEndFlush()
        case 87..<89: writeResets()
        case 89..<92: beginOrEndReads()
        case 92: keepUp()
        default: changeRows()
        }
    }

    mutating func cover(_ name: String) { coverage[name, default: 0] += 1 }

    mutating func note(_ text: String) {
        trail.append(text)
        if trail.count > 400 { trail.removeFirst(200) }
    }

    // MARK: - Calls

    mutating func randomCall() -> LedgerCall {
        var call = LedgerCall(key: Int(random.next() % UInt64(ledger.rows.keys.count)))
        if random.chance(20) { call.key = nil }
        call.model = random.pick([nil, "a", "b", "x/a", "c"])
        call.endUser = random.pick([nil, nil] + ledger.rows.endUsers.map(\.userID))
        if random.chance(4) {
            call.route = random.pick(["/v1/models", "/key/info", "/chat/completions"])
        }
        if random.chance(2) { call.cost = random.pick(Self.amounts) }
        if random.chance(2) { call.tokens = random.pick([0, 1, 2, 3, 5, 10, 1_000, .max]) }
        if random.chance(3) {
            call.lifetimeMilliseconds = random.pick([1, 500, 1_000, 30_000, 59_999, 60_000, 90_000])
        }
        if random.chance(6) {
            nextConnection += 1
            call.connection = nextConnection
        }
        return call
    }

    static let amounts = [0, 1, 1, 2, 3, 5, 10].map { Money(picodollars: $0) }

    mutating func ask(_ call: LedgerCall) throws {
        catchUp()
        ledger.noteResets(asking: call)
        let answer = try desk.ask(call, ledger.rows)
        note("ask \(call) at \(ledger.now) -> \(Self.words(answer))")
        switch answer {
        case .success(let admittance): try admitted(call, admittance)
        case .failure(let error):
            try refused(call, error)
            try probe(call, error)
        }
    }

    static func words(_ answer: Result<Admittance, WireError>) -> String {
        switch answer {
        case .success(let admittance): "in, grant \(admittance.grant?.text.suffix(6) ?? "none")"
        case .failure(let error):
            "\(error.kind) \(String(describing: error.context.entity)) "
                + "\(String(describing: error.context.model)) "
                + "limit \(String(describing: error.context.limit)) "
                + "used \(String(describing: error.context.used)) "
                + "retry \(String(describing: error.context.retryAfterMilliseconds))"
        }
    }

    /// Now and then time passes until the call is said to find room: it does then, not before.
    private mutating func probe(_ call: LedgerCall, _ error: WireError) throws {
        guard let delay = error.context.retryAfterMilliseconds, random.chance(3) else { return }
        let start = ledger.now
        for milliseconds in [delay - 1, delay] where milliseconds >= 0 {
            // Counting refused requests, asking too early is something that happens.
            if ledger.rows.policy.countsRefusedRequests, milliseconds < delay { continue }
            move(to: start.advanced(by: .milliseconds(milliseconds)))
            if ledger.isResetInDoubt { catchUp() }
            ledger.noteResets(asking: call)
            let answer = try desk.ask(call, ledger.rows)
            note("probe after \(milliseconds) ms -> \(Self.words(answer))")
            let error = answer.error
            let isWaiting = error?.context.retryAfterMilliseconds != nil
            if milliseconds == delay, isWaiting {
                throw disagreement("the call finds no room after \(delay) ms")
            }
            if milliseconds < delay, error == nil {
                throw disagreement("the call finds room already after \(milliseconds) ms")
            }
            switch answer {
            case .success(let admittance): try admitted(call, admittance)
            case .failure(let error): try refused(call, error)
            }
        }
        cover("probe")
    }

    /// Several ask at the same moment: as many are let in as one by one.
    mutating func crowd(_ call: LedgerCall) async throws {
        let (desk, rows) = (desk, ledger.rows)
        // The rows are in memory before the threads come.
        let gate = StartingGate(4)
        if call.endUser != nil { try ask(call) }
        ledger.noteResets(asking: call)
        cover("crowd")
        let answers = Locked<[Result<Admittance, WireError>]>([])
        try await withThrowingTaskGroup { group in
            for number in 0..<4 {
                group.addTask {
                    try await OwnThread.run("caller \(number)") { () throws(any Error) in
                        gate.wait()
                        let answer = try desk.ask(call, rows)
                        answers.withLock { $0.append(answer) }
                    }
                }
            }
            try await group.waitForAll()
        }
        let all = answers.withLock(\.self)
        note("crowd \(call): \(all.map(Self.words))")
        for case .success(let admittance) in all { try admitted(call, admittance, isAlone: false) }
        for case .failure(let error) in all { try refused(call, error) }
    }

    // MARK: - Time

    mutating func move(to next: Moment) {
        desk.clock.set(next)
        ledger.move(to: next)
    }

    /// The wall clock may be put back: a reset that was due while nobody looked is not known to
    /// have been, in the ledger as well.
    mutating func moveClock() {
        let jump: Int64 =
            random.chance(8) ? random.pick([-90_000, -1_000, -1, 1, 1_000, 90_000]) : 0
        if jump < 0 { cover("clock put back") }
        let step: Int64 = random.pick([
            1, 999, 1_000_000, 3_000_000, 250_000_000, 999_999_999, 1_000_000_000, 1_000_000_001,
            5_000_000_000, 20_000_000_000, 59_000_000_000, 59_999_999_999, 60_000_000_000,
            61_000_000_000, 150_000_000_000,
        ])
        var next = ledger.now
        next.monotonicNanoseconds += step
        next.wall = next.wall + .milliseconds((step + 500_000) / 1_000_000 + jump)
        note("clock +\(step) ns, wall \(next.wall)")
        move(to: next)
    }

    func disagreement(_ text: String) -> Disagreement {
        let held = ledger.grants.filter { $0.isOpen(at: time) }.map(\.money)
        return Disagreement(
            description: "\(text)\n" + trail.joined(separator: "\n") + "\n"
                + "models: \(ledger.modelSpends)\nheld: \(held)\ndue: \(ledger.due)\n"
                + "excess: \(ledger.excess)\nlag: \(ledger.lag)"
        )
    }
}
