/// Asks again until something holds: for what other processes do, and nobody announces.
package enum Poll {
    /// Longer than anything that works takes on a busy machine.
    package static let patience = Duration.seconds(60)
    private static let pause = Duration.milliseconds(10)

    /// The first value that is not nil.
    ///
    /// - Throws: `DaemonError` with the text when there is none in time; what `body` throws.
    @discardableResult
    package static func until<T>(
        _ what: String,
        within bound: Duration = patience,
        _ body: () async throws -> T?
    ) async throws -> T {
        let deadline = ContinuousClock.now + bound
        while true {
            if let value = try await body() { return value }
            guard ContinuousClock.now < deadline else {
                throw DaemonError("not within \(bound): \(what)")
            }
            try await Task.sleep(for: pause)
        }
    }

    /// Waits until the condition holds.
    ///
    /// - Throws: As `until` with a value does.
    package static func until(
        _ what: String,
        within bound: Duration = patience,
        holds condition: () async throws -> Bool
    ) async throws {
        try await until(what, within: bound) { try await condition() ? () : nil }
    }
}
