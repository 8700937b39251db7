/// One column of a key and what it is to hold.
package struct KeySetting: Equatable, Sendable {
    /// Which column.
    package var column: KeyColumn
    /// What it is to hold.
    package var value: ColumnValue
    /// The parameter that asked for it, which an error names; nil for what we write by ourselves,
    /// and leave out where the database lacks the column.
    package var parameter: String?

    package init(_ column: KeyColumn, _ value: ColumnValue, parameter: String?) {
        self.column = column
        self.value = value
        self.parameter = parameter
    }
}
