import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the settings again at every SIGHUP; a mistake in them leaves all as it was.
struct ReloadService: Service {
    let reload: Reload
    let load: @Sendable () throws -> LoadedSettings
    let logger: Logger

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            do {
                try apply(load())
            } catch {
                logger.error(
                    "settings not read again",
                    metadata: .with([.error: "\(CommandFailure(startFailure: error).sentence)"])
                )
            }
        }
    }

    private func apply(_ loaded: LoadedSettings) throws {
        let running = reload.running.current
        try reload.apply(loaded.settings.keeping(restartOnly: running))
        for change in loaded.settings.changes(from: running) {
            logger.notice(
                change.takesEffect.isAtReload ? "setting changed" : "setting needs a restart",
                metadata: .with([
                    .setting: "\(change.name)", .value: "\(change.after)",
                ])
            )
        }
        for warning in loaded.warnings {
            logger.warning("setting", metadata: .with([.detail: "\(warning)"]))
        }
    }
}
