package import Logging

/// Makes the process's loggers.
package enum SidecarLogging {
    /// A logger that writes to standard error as the settings say.
    package static func logger(_ label: String, _ settings: Settings.Process) -> Logger {
        let shape = settings.logFormat.shape(
            onTerminal: FileDescriptorWriter.standardError.isTerminal
        )
        return Logger(
            label: label,
            factory: { LineLogHandler(label: $0, level: settings.logLevel, shape: shape) }
        )
    }

    /// Sends what libraries log, by loggers of their own making, the same way; once per process.
    package static func bootstrap(_ settings: Settings.Process) {
        let shape = settings.logFormat.shape(
            onTerminal: FileDescriptorWriter.standardError.isTerminal
        )
        LoggingSystem.bootstrap {
            LineLogHandler(label: $0, level: settings.logLevel, shape: shape)
        }
    }
}
