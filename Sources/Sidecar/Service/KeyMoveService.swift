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
            do throws(JournalError) {
                _ = try await journal.append(.keyMoved(from: move.from, to: move.to))
            } catch {
                logger.error(
                    "a rotated key is not journaled",
                    metadata: .with([.error: "\(error)"])
                )
            }
        }
    }
}
