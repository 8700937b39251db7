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
    private let pause: Duration
    private let logger: Logger

    package init(accounts: Accounts, stateDirectory: String, logger: Logger) {
        self.init(
            accounts: accounts,
            stateDirectory: stateDirectory,
            pause: KeptWritingState.shortestPause,
            logger: logger
        )
    }

    /// The same, with another pause between writings.
    init(accounts: Accounts, stateDirectory: String, pause: Duration, logger: Logger) {
        self.accounts = accounts
        file = KeptLimitsFile(directory: stateDirectory)
        boot = KeptLimitsFile.boot
        self.pause = pause
        self.logger = logger
    }

    /// Goes on from what the last daemon left; to be called before anybody is judged.
    ///
    /// What is kept stays as it is: this start may yet fail.
    package func restore() async {
        do throws(KeptLimitsError) {
            try await OwnThread.run("limits") { [self] () throws(KeptLimitsError) in
                guard let kept = try file.load() else { return }
                accounts.update { cache, now in
                    cache.limitMeters.restore(kept, boot: boot, now: now)
                }
            }
        } catch {
            logger.warning(
                "what was used of limits cannot be taken over, and is replaced in time: \(error)"
            )
        }
    }

    /// Calls are judged from now on, which may take more than is kept.
    package func begin() async {
        do throws(SystemError) {
            let failure = try await OwnThread.run("limits") { [file] () throws(SystemError) in
                try file.leave()
            }
            guard let failure else { return }
            logger.warning(
                "what is used of limits cannot be kept yet; what was used before stays: \(failure)"
            )
        } catch {
            logger.warning("what was used of limits is kept as if nothing followed: \(error)")
        }
    }

    /// Keeps all of it; to be called when nobody takes from limits any more.
    package func finish() async {
        do throws(KeptLimitsError) {
            try await store(isComplete: true)
        } catch {
            warn(error)
        }
    }

    /// Writes what has changed, from time to time.
    package func run() async {
        try? await cancelWhenGracefulShutdown { () throws -> Void in
            var state = KeptWritingState(shortestPause: pause)
            while true {
                try await SharedTick.sleep(for: state.pause)
                await writeIfDue(&state)
            }
        }
    }

    private func writeIfDue(_ state: inout KeptWritingState) async {
        let changes = accounts.update { cache, _ in cache.limitMeters.keptChanges }
        guard state.isDue(changes: changes) else { return }
        let start = ContinuousClock.now
        var failure: KeptLimitsError?
        do throws(KeptLimitsError) {
            try await store(isComplete: false)
        } catch {
            failure = error
        }
        let took = start.duration(to: .now)
        switch state.ended(changes: changes, isWritten: failure == nil, took: took) {
        case .nothing: break
        case .fails: failure.map(warn)
        case .recovered: logger.notice("what was used of limits is kept again")
        }
    }

    private func warn(_ error: KeptLimitsError) {
        logger.warning("what was used of limits cannot be kept: \(error)")
    }

    private func store(isComplete: Bool) async throws(KeptLimitsError) {
        try await OwnThread.run("limits") { [self] () throws(KeptLimitsError) in
            try file.store(take(isComplete: isComplete))
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
                kept.moment = now
                return cache.limitMeters.kept(range, at: now.monotonicNanoseconds)
            }
        }
        return kept
    }
}
