import Dispatch
import Glibc
import Store

/// What calls of several event loops cost each other: whole calls of one key, in process, all by
/// the one lock of the accounts.
struct ContentionMeasurement {
    private let rounds: Int
    private let rows = FullAccount()

    /// - Parameter rounds: calls of each thread.
    init(rounds: Int) {
        self.rounds = rounds
    }

    func run() {
        let alone = measure(threads: 1)
        let together = measure(threads: 2)
        let share = together.callsPerSecond / alone.callsPerSecond
        print("two threads make \(share) times the calls of one")
    }

    private struct Figures {
        var callsPerSecond: Double
    }

    private func measure(threads: Int) -> Figures {
        let (accounts, rounds) = (rows.common, rounds)
        let (begin, before) = (ContinuousClock.now, Usage.now())
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            var call = AuthorizeBytes(accounts)
            for _ in 0..<rounds { call.answer() }
        }
        let used = Usage.now()
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        let calls = Double(rounds * threads)
        let figures = Figures(callsPerSecond: calls / seconds)
        let processor = (used.seconds - before.seconds) / calls * 1e9
        // A lock that is taken puts whoever wants it to sleep.
        let waits = Double(used.waits - before.waits) / calls * 1_000
        print(
            "threads: \(threads), \(Int(figures.callsPerSecond)) calls/s,",
            "\(Int(processor)) ns of processor time and \(waits / 1_000) waits per call"
        )
        return figures
    }

    /// What the process has used so far.
    private struct Usage {
        var seconds: Double
        var waits: Int

        static func now() -> Usage {
            var usage = rusage()
            unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
            let times = [usage.ru_utime, usage.ru_stime]
            let seconds = times.map { Double($0.tv_sec) + Double($0.tv_usec) / 1e6 }
            return Usage(seconds: seconds.reduce(0, +), waits: usage.ru_nvcsw)
        }
    }
}
