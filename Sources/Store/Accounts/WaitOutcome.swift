import NIOConcurrencyHelpers

/// How a wait for a read ended.
enum WaitOutcome: Sendable {
    case answered
    case failed
    case cancelled
}
