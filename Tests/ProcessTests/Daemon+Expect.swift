import TestSupport
import Testing
import Wire

extension Daemon {
    /// Expects that a key is judged so at once, and names the judgement if it is another.
    func expect(
        _ expected: String,
        on key: String,
        _ params: [(String, JSON)] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let verdict = try await verdict(on: key, params)
        #expect(verdict == expected, sourceLocation: sourceLocation)
    }
}
