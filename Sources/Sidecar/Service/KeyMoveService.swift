import Logging
import ServiceLifecycle
import Store

/// Journals that keys got another hash, so that a replay books on the same rows.
struct KeyMoveService: Service {
    let accounts: Accounts
    let journal: Journal
    let flusher: Flusher
    let logger: Logger

    func run() async {
        for await move in accounts.keyMoves.cancelOnGracefulShutdown() {
            flusher.moved(move)
            await record(move)
        }
    }

    /// Tries until the journal takes it: without it a replay, after a restart, would look for the
    /// key by its former hash.
    private func record(_ move: KeyMove) async {
        var hasLogged = false
        while true {
            do throws(JournalError) {
                _ = try await journal.append(.keyMoved(from: move.from, to: move.to))
                return
            } catch {
                if !hasLogged {
                    logger.error(
                        "a rotated key is not journaled yet",
                        metadata: .with([.error: "\(error)"])
                    )
                    hasLogged = true
                }
                guard error != .closed, (try? await Task.sleep(for: Self.pause)) != nil
                else { return }
            }
        }
    }

    private static let pause = Duration.seconds(1)
}
