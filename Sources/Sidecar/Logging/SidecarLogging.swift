package import Logging

/// Makes the process's loggers.
package enum SidecarLogging {
    /// A logger that writes to standard error as the settings say.
    package static func logger(_ label: String, _ settings: Settings.Process) -> Logger {
        Logger(label: label, factory: { handler($0, settings) })
    }

    /// Sends what libraries log, by loggers of their own making, the same way; once per process.
    package static func bootstrap(_ settings: Settings.Process) {
        LoggingSystem.bootstrap { handler($0, settings) }
    }

    /// Waits until what was logged is written: before the process ends.
    package static func drain(_ settings: Settings.Process) {
        queue(shape(settings)).drain()
    }

    private static func handler(_ label: String, _ settings: Settings.Process) -> LineLogHandler {
        let shape = shape(settings)
        let queue = queue(shape)
        return LineLogHandler(label: label, level: settings.logLevel, shape: shape) {
            queue.write($0)
        }
    }

    private static func shape(_ settings: Settings.Process) -> LogShape {
        settings.logFormat.shape(onTerminal: FileDescriptorWriter.standardError.isTerminal)
    }

    private static func queue(_ shape: LogShape) -> LogQueue {
        switch shape {
        case .text: textQueue
        case .json: jsonQueue
        }
    }

    private static let textQueue = makeQueue(.text)
    private static let jsonQueue = makeQueue(.json)

    private static func makeQueue(_ shape: LogShape) -> LogQueue {
        LogQueue(.standardError) { lostCount in
            LogLine(
                time: LogTimestamp(millisecondsSinceEpoch: WallClock.milliseconds()),
                level: .warning,
                logger: "sidecar",
                message: "log lines lost: standard error is read too slowly",
                metadata: .with([.count: "\(lostCount)"])
            ).render(shape)
        }
    }
}
