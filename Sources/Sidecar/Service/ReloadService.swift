import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the settings again at every SIGHUP; a mistake in them leaves all as it was.
struct ReloadService: Service {
    let running: Settings
    let authorizer: Authorizer
    let load: @Sendable () throws -> LoadedSettings
    let logger: Logger

    func run() async throws {
        var running = running
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            do {
                running = apply(try load(), to: running)
            } catch {
                logger.error(
                    "settings not read again",
                    metadata: .with([.error: "\(error)"])
                )
            }
        }
    }

    private func apply(_ loaded: LoadedSettings, to running: Settings) -> Settings {
        for change in loaded.settings.changes(from: running) {
            logger.notice(
                change.takesEffect == .reload ? "setting changed" : "setting needs a restart",
                metadata: .with([
                    .setting: "\(change.name)", .value: "\(change.after)",
                ])
            )
        }
        for warning in loaded.warnings {
            logger.warning("setting", metadata: .with([.detail: "\(warning)"]))
        }
        let settings = loaded.settings.keeping(restartOnly: running)
        authorizer.replaceRules(Authorizer.Rules(settings))
        return settings
    }
}
