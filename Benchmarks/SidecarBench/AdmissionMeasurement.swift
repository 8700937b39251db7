import CAllocationCount
import Foundation
import Sidecar
import Store

/// Nanoseconds and allocations per admission, in process: no daemon, no database.
///
/// The full one has a key with a tier, a team with a member, a user, an organization, an end user,
/// a budget and rates for each and for the model. Whoever says that it allocates nothing in the
/// steady state is checked here: the program ends with 1 if it does.
struct AdmissionMeasurement {
    private let rounds: Int
    private let rows = FullAccount()
    private let clock = ContinuousClock()

    init(rounds: Int) {
        self.rounds = rounds
    }

    func run() {
        report("key without limits", measure(rows.bare, AdmissionRequest(model: "m")))
        let full = report("all budgets and rates", measure(rows.full, rows.request))
        report("refused by the last rate", measure(rows.full, rows.request, tokens: .max))
        report("all, with a grant that is released", measureGrants())
        guard full.allocations == 0 else {
            print("an admission without a grant must not allocate")
            exit(1)
        }
    }

    private struct Measured {
        var elapsed: Duration
        var allocations: Int
    }

    /// One minute passes in the time that the rounds take, so that windows slide.
    private func measure(
        _ accounts: Accounts,
        _ request: AdmissionRequest,
        tokens: Int64? = nil
    ) -> Measured {
        var request = request
        request.estimatedTokens = tokens
        let steps = rows.moments(rounds)
        for now in steps.prefix(10_000) { _ = rows.ask(accounts, request, now) }
        let before = allocation_count()
        let elapsed = clock.measure {
            for now in steps { _ = rows.ask(accounts, request, now) }
        }
        return Measured(elapsed: elapsed, allocations: (allocation_count() - before) / rounds)
    }

    private func measureGrants() -> Measured {
        var request = rows.request
        request.estimatedCost = Money(picodollars: 1)
        let steps = rows.moments(rounds)
        let before = allocation_count()
        let elapsed = clock.measure {
            for now in steps {
                guard let grant = rows.ask(rows.full, request, now) else { continue }
                _ = rows.full.release(grant, by: 1_000)
            }
        }
        return Measured(elapsed: elapsed, allocations: (allocation_count() - before) / rounds)
    }

    @discardableResult
    private func report(_ name: String, _ measured: Measured) -> Measured {
        let nanoseconds = measured.elapsed / .nanoseconds(1) / Double(rounds)
        print("\(name): \(Int(nanoseconds.rounded())) ns, \(measured.allocations) allocations")
        return measured
    }
}
