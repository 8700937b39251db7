/// A program under test did not do what a test waits for.
package struct DaemonError: Error, CustomStringConvertible {
    /// What was waited for, and what the program said meanwhile.
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
