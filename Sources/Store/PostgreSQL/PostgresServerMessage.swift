/// A message that the server sent beside its answers (RAISE, a warning, an object skipped).
package struct PostgresServerMessage: Equatable, Sendable {
    /// `NOTICE`, `WARNING`, `LOG`, …, not translated.
    package var severity: String
    /// The server's code, such as `01000` for a warning of a function.
    package var sqlState: SQLState?
    /// The primary message, one sentence.
    package var message: String
}
