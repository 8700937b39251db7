import Dispatch
import Foundation
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
        /// How often one of its threads went to sleep.
        var waits: Int

        static func now() -> Usage {
            let threads = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
            let sleeps = (threads ?? []).map { Self.sleeps(of: $0) }
            return Usage(
                seconds: Double(clock()) / Double(CLOCKS_PER_SEC),
                waits: sleeps.reduce(0, +)
            )
        }

        private static func sleeps(of thread: String) -> Int {
            let path = "/proc/self/task/\(thread)/status"
            let lines = try? String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            let line = lines?.first { $0.hasPrefix("voluntary_ctxt_switches:") }
            return line?.split(separator: "\t").last.flatMap { Int($0) } ?? 0
        }
    }
}
