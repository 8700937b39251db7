/// A reference to a row of another table; the key's changes cascade.
package struct ForeignKeyDefinition: Hashable, Sendable {
    /// The column that refers, of the same name on both sides unless `targetColumn` differs.
    package let column: String
    /// The table that is referred to.
    package let target: TableName
    /// The column there.
    package let targetColumn: String
    /// What happens when the row referred to is deleted.
    package let onDelete: DeleteRule

    /// What a delete of the row referred to does.
    package enum DeleteRule: String, Hashable, Sendable {
        /// The reference becomes NULL.
        case setNull = "SET NULL"
        /// The delete is refused.
        case restrict = "RESTRICT"
    }

    /// A reference; deletes set it to NULL unless told otherwise.
    package static func references(
        _ target: TableName,
        _ column: String,
        targetColumn: String? = nil,
        onDelete: DeleteRule = .setNull
    ) -> ForeignKeyDefinition {
        ForeignKeyDefinition(
            column: column,
            target: target,
            targetColumn: targetColumn ?? column,
            onDelete: onDelete
        )
    }
}
