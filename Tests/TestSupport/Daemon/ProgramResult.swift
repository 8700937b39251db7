/// What a program that ended left behind.
package struct ProgramResult: Equatable, Sendable {
    /// Its exit code; 128 and the signal's number if a signal ended it.
    package let status: Int32
    /// All that it wrote to standard output.
    package let output: String
    /// All that it wrote to standard error.
    package let errors: String
}
