import Foundation

/// Runs blocking work on a thread that exists for it alone, never on the cooperative pool.
package enum OwnThread {
    /// - Parameters:
    ///   - name: What the thread is called, at most 15 characters.
    ///   - body: The work; it can't be cancelled, so it must have limits of its own.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws.
    package static func run<T: Sendable, E: Error>(
        _ name: String,
        _ body: @escaping @Sendable () throws(E) -> T
    ) async throws(E) -> T {
        let result: Result<T, E> = await withCheckedContinuation { continuation in
            let thread = Thread {
                continuation.resume(returning: Result { () throws(E) in try body() })
            }
            thread.name = name
            thread.start()
        }
        return try result.get()
    }
}
