package import Logging
import ServiceLifecycle

/// Keeps what calls have taken of limits in the state directory, so that it outlives the daemon.
///
/// After a kill, what was taken in the last seconds is missing; after any other end, nothing: also
/// where a start has failed, or a part of the daemon.
package struct KeptLimitsService: Service {
    private let accounts: Accounts
    private let file: KeptLimitsFile
    private let boot: String
    private let logger: Logger

    package init(accounts: Accounts, stateDirectory: String, logger: Logger) {
        self.accounts = accounts
        file = KeptLimitsFile(directory: stateDirectory)
        boot = KeptLimitsFile.boot
        self.logger = logger
    }

    /// Goes on from what the last daemon left; to be called before anybody is judged.
    ///
    /// What is kept stays as it is: this start may yet fail.
    package func restore() async {
        do throws(SystemError) {
            try await OwnThread.run("limits") { [self] () throws(SystemError) in
                guard let kept = try file.load() else { return }
                accounts.update { cache, now in
                    cache.limitMeters.restore(kept, boot: boot, now: now)
                }
            }
        } catch {
            logger.warning("what was used of limits cannot be taken over: \(error)")
        }
    }

    /// Calls are judged from now on, which may take more than is kept.
    package func begin() async {
        do throws(SystemError) {
            try await OwnThread.run("limits") { [file] () throws(SystemError) in try file.leave() }
        } catch {
            logger.warning("what was used of limits is kept as if nothing followed: \(error)")
        }
    }

    /// Keeps all of it; to be called when nobody takes from limits any more.
    package func finish() async { await store(isComplete: true) }

    /// Writes what has changed, from time to time.
    package func run() async {
        try? await cancelWhenGracefulShutdown { () throws -> Void in
            var written: UInt64 = 0
            var pause = KeptLimits.interval
            while true {
                try await Task.sleep(for: pause)
                let changes = accounts.update { cache, _ in cache.limitMeters.keptChanges }
                guard changes != written else { continue }
                let start = ContinuousClock.now
                await store(isComplete: false)
                written = changes
                pause = max(KeptLimits.interval, start.duration(to: .now) * KeptLimits.restFactor)
            }
        }
    }

    private func store(isComplete: Bool) async {
        do throws(SystemError) {
            try await OwnThread.run("limits") { [self] () throws(SystemError) in
                try file.store(take(isComplete: isComplete))
            }
        } catch {
            logger.warning("what was used of limits cannot be kept: \(error)")
        }
    }

    /// Some meters at a time, so that no request waits for long.
    private func take(isComplete: Bool) -> KeptLimits {
        let (head, places) = accounts.update { cache, now in
            let window = cache.limitMeters.settings.window
            var kept = KeptLimits(at: now, boot: boot, window: window)
            kept.isComplete = isComplete
            kept.fullSince = cache.limitMeters.keptFullSince(at: now.monotonicNanoseconds)
            if isComplete {
                kept.grants = cache.limitMeters.keptGrants(at: now.monotonicNanoseconds)
            }
            return (kept, cache.limitMeters.keptPlaces)
        }
        var kept = head
        for first in stride(from: 0, to: places, by: KeptLimits.metersPerHold) {
            let range = first..<min(first + KeptLimits.metersPerHold, places)
            kept.meters += accounts.update { cache, now in
                cache.limitMeters.kept(range, at: now.monotonicNanoseconds)
            }
        }
        return kept
    }
}
