#if FaultPoints || DEBUG
import Glibc
#endif

/// Named steps at which a test may end the process, and system calls that it may let fail.
///
/// Only debug builds have them, and release builds with the package trait `FaultPoints`; in any
/// other, these do nothing. `SIDECAR_FAULT=journalBeforeSync:3` kills the process with SIGKILL at
/// the third pass;
/// `SIDECAR_FAULT_IO=fsync:2` fails the second sync, `write:5:100` the fifth write after 100 bytes.
package enum FaultPoint {
    #if FaultPoints || DEBUG
    private static let passes = Locked<[String: Int]>([:])
    private static let death = plan("SIDECAR_FAULT")
    private static let failure = plan("SIDECAR_FAULT_IO")

    private static func plan(_ variable: String) -> [Substring] {
        guard let text = unsafe getenv(variable) else { return [] }
        return unsafe String(cString: text).split(separator: ":")
    }

    /// Whether this is the pass that the plan names.
    private static func isDue(_ name: String, _ plan: [Substring]) -> Bool {
        guard plan.count >= 2, plan[0] == name, let due = Int(plan[1]) else { return false }
        return passes.withLock { passes in
            passes[name, default: 0] += 1
            return passes[name] == due
        }
    }

    /// Ends the process here, if the test said so.
    package static func pass(_ step: FaultStep) {
        guard isDue(step.rawValue, death) else { return }
        kill(getpid(), SIGKILL)
        while true { pause() }
    }

    /// How many of so many bytes may be written before the write fails.
    package static func bytesToWrite(_ count: Int) -> Int {
        guard isDue("write", failure) else { return count }
        return failure.count > 2 ? min(count, Int(failure[2]) ?? 0) : 0
    }

    /// Whether this sync is to fail.
    package static func failsSync() -> Bool { isDue("fsync", failure) }
    #else
    /// Nothing, without the trait.
    @inline(__always)
    package static func pass(_ step: FaultStep) {}

    /// All of them, without the trait.
    @inline(__always)
    package static func bytesToWrite(_ count: Int) -> Int { count }

    /// Never, without the trait.
    @inline(__always)
    package static func failsSync() -> Bool { false }
    #endif
}
