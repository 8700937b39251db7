/// The migrations could not be had; a test that needs them fails, and is not skipped.
package struct MigrationsError: Error, CustomStringConvertible {
    /// What was tried and what came of it.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
