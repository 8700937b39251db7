/// Names of tables, columns and channels as they stand in SQL.
package enum PostgresIdentifier {
    /// The name in double quotes, with those inside it doubled.
    package static func quoted(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }
}
