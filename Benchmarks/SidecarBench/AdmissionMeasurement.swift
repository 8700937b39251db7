import CAllocationCount
import Glibc
import Sidecar
import Store

/// Nanoseconds of processor time and allocations per decision, in process: no daemon, no database.
///
/// The full one has a key with a tier, a team with a member, a user, an organization, an end user,
/// a budget and rates for each and for the model. Whoever says that it allocates nothing in the
/// steady state is checked here: the program ends with 1 if it does.
struct AdmissionMeasurement {
    private let rounds: Int
    /// The only one that is made, by a part of its name; nil: all of them.
    private let name: String?
    private let rows = FullAccount()

    init(rounds: Int, only name: String? = nil) {
        self.rounds = rounds
        self.name = name
    }

    func run() {
        measure("key without limits", rows.bare, AdmissionRequest(model: "m"))
        measure("key with team, user and budget", rows.common, AdmissionRequest(model: "m"))
        let full = measure("all budgets and rates", rows.full, rows.request)
        rows.spend(on: rows.full)
        measure("the same while spend is pending", rows.full, rows.request)
        var last = rows.request
        last.estimatedTokens = .max
        measure("refused by a rate", rows.full, last)
        measureGrants()
        measureCalls("key.authorize, key without limits", rows.bare)
        measureCalls("key.authorize, key with team, user and budget", rows.common)
        guard full == 0 else {
            print("an admission without a grant must not allocate")
            exit(1)
        }
    }

    /// One minute passes in the time that the rounds take, so that windows slide.
    /// - Returns: allocations per round.
    @discardableResult
    private func measure(_ name: String, _ accounts: Accounts, _ request: AdmissionRequest) -> Int {
        guard isMade(name) else { return 0 }
        let steps = rows.moments(rounds)
        for now in steps.prefix(10_000) { _ = rows.ask(accounts, request, now) }
        return report(name) {
            for now in steps { _ = rows.ask(accounts, request, now) }
        }
    }

    private func measureGrants() {
        var request = rows.request
        request.estimatedCost = Money(picodollars: 1)
        let name = "all, with a grant that is released"
        guard isMade(name) else { return }
        let steps = rows.moments(rounds)
        report(name) {
            for now in steps {
                guard let grant = rows.ask(rows.full, request, now) else { continue }
                _ = rows.full.release(grant, by: 1_000)
            }
        }
    }

    /// From the bytes of a frame to those of its answer.
    private func measureCalls(_ name: String, _ accounts: Accounts) {
        guard isMade(name) else { return }
        var call = AuthorizeBytes(accounts)
        for _ in 0..<10_000 { call.answer() }
        report(name) {
            for _ in 0..<rounds { call.answer() }
        }
    }

    private func isMade(_ measured: String) -> Bool {
        name.map { measured.contains($0) } ?? true
    }

    @discardableResult
    private func report(_ name: String, _ body: () -> Void) -> Int {
        let (begin, before) = (clock(), allocation_count())
        body()
        let (end, after) = (clock(), allocation_count())
        let nanoseconds = Double(end - begin) * 1_000 / Double(rounds)
        let allocations = Double(after - before) / Double(rounds)
        print("\(name): \(Int(nanoseconds.rounded())) ns, \(allocations) allocations")
        return Int(allocations)
    }
}
