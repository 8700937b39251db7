package import Logging

/// Makes the process's loggers.
package enum SidecarLogging {
    private static let control = LogControl(.info, shape(.automatic))

    /// A logger that writes to standard error as the settings say.
    package static func logger(_ label: String) -> Logger {
        Logger(label: label, factory: handler)
    }

    /// Sends what libraries log, by loggers of their own making, the same way; once per process.
    package static func bootstrap(_ settings: Settings.Process) {
        apply(settings)
        LoggingSystem.bootstrap(handler)
    }

    /// All loggers write as these settings say from now on.
    package static func apply(_ settings: Settings.Process) {
        control.apply(settings.logLevel, shape(settings.logFormat))
    }

    /// Waits until what was logged is written: before the process ends.
    package static func drain() { queue.drain() }

    @Sendable private static func handler(_ label: String) -> LineLogHandler {
        LineLogHandler(label: label, control: control) { queue.write($0) }
    }

    private static func shape(_ format: LogFormat) -> LogShape {
        format.shape(onTerminal: FileDescriptorWriter.standardError.isTerminal)
    }

    private static let queue = LogQueue(.standardError) { lostCount in
        LogLine(
            time: LogTimestamp(millisecondsSinceEpoch: WallClock.milliseconds()),
            level: .warning,
            logger: "sidecar",
            message: "log lines lost: standard error is read too slowly",
            metadata: .with([.count: "\(lostCount)"])
        ).render(control.shape)
    }
}
