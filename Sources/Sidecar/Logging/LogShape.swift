/// The shape of a log line.
package enum LogShape: Equatable, Sendable {
    /// For eyes: time, level, message, `name=value`.
    case text
    /// For machines: one object per line.
    case json
}
