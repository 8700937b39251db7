import NIOConcurrencyHelpers

/// How often a method was called.
final class CallCount: Sendable {
    private let calls = NIOLockedValueBox(0)

    var value: Int { calls.withLockedValue(\.self) }

    func add() { calls.withLockedValue { $0 += 1 } }
}
