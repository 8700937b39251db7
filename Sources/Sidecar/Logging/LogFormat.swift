/// What the setting says about the shape of log lines.
package enum LogFormat: String, CaseIterable, Sendable {
    /// Text where standard error is a terminal, JSON elsewhere.
    case automatic = "auto"
    /// Always ``LogShape/text``.
    case text
    /// Always ``LogShape/json``.
    case json

    /// The shape once it is known what standard error is.
    package func shape(onTerminal: Bool) -> LogShape {
        switch self {
        case .automatic: onTerminal ? .text : .json
        case .text: .text
        case .json: .json
        }
    }
}
