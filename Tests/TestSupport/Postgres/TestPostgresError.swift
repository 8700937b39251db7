/// A test server could not be made.
package struct TestPostgresError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
