/// A column as `schema create` makes it.
package struct ColumnDefinition: Hashable, Sendable {
    /// Its name, unquoted.
    package let name: String
    /// Its type.
    package let type: ColumnType
    /// Whether NULL is refused.
    package let isRequired: Bool
    /// What an INSERT that leaves it out gets.
    package let defaultValue: ColumnDefault?

    /// A column that is NOT NULL.
    package static func required(
        _ name: String,
        _ type: ColumnType,
        default value: ColumnDefault? = nil
    ) -> ColumnDefinition {
        ColumnDefinition(name: name, type: type, isRequired: true, defaultValue: value)
    }

    /// A column that may be NULL.
    package static func optional(
        _ name: String,
        _ type: ColumnType,
        default value: ColumnDefault? = nil
    ) -> ColumnDefinition {
        ColumnDefinition(name: name, type: type, isRequired: false, defaultValue: value)
    }

    /// The column's line in CREATE TABLE.
    package var sql: String {
        var line = "\(PostgresIdentifier.quoted(name)) \(type.rawValue)"
        if isRequired { line += " NOT NULL" }
        if let defaultValue { line += " DEFAULT \(defaultValue.rawValue)" }
        return line
    }
}
