package import Logging

/// Makes the process's loggers.
package enum SidecarLogging {
    private static let control = LogControl(.info, shape(.automatic))

    /// A logger that writes to standard error as the settings say.
    package static func logger(_ label: String) -> Logger {
        Logger(label: label, factory: { LineLogHandler(label: $0, control: control) })
    }

    /// Sends what libraries log, by loggers of their own making, the same way; once per process.
    package static func bootstrap(_ settings: Settings.Process) {
        apply(settings)
        LoggingSystem.bootstrap { LineLogHandler(label: $0, control: control) }
    }

    /// All loggers write as these settings say from now on.
    package static func apply(_ settings: Settings.Process) {
        control.apply(settings.logLevel, shape(settings.logFormat))
    }

    private static func shape(_ format: LogFormat) -> LogShape {
        format.shape(onTerminal: FileDescriptorWriter.standardError.isTerminal)
    }
}
