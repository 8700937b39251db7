package import Logging

/// Writes each log event as one line; every text goes through the redaction guard.
package struct LineLogHandler: LogHandler {
    /// The level of all loggers, unless this one was given its own.
    package var logLevel: Logger.Level {
        get { ownLevel ?? control.level.loggerLevel }
        set { ownLevel = newValue }
    }
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let control: LogControl
    private var ownLevel: Logger.Level?
    private let now: @Sendable () -> Int64
    private let write: @Sendable (String) -> Void

    /// A handler for one logger.
    ///
    /// - Parameters:
    ///   - label: The logger's name.
    ///   - control: Which lines are written, and how.
    ///   - now: Milliseconds since 1970-01-01T00:00:00Z.
    ///   - write: Takes a whole line with its newline.
    package init(
        label: String,
        control: LogControl,
        now: @escaping @Sendable () -> Int64 = { WallClock.milliseconds() },
        write: @escaping @Sendable (String) -> Void
    ) {
        self.label = label
        self.control = control
        self.now = now
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let own = event.metadata { fields.merge(own) { $1 } }
        if let error = event.error { fields[LogKey.error.rawValue] = .string("\(error)") }
        let line = LogLine(
            time: LogTimestamp(millisecondsSinceEpoch: now()),
            level: event.level,
            logger: label,
            message: event.message.description,
            metadata: fields
        )
        write(line.render(control.shape))
    }
}
