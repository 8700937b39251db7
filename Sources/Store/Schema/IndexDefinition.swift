/// An index beside the primary key's.
package struct IndexDefinition: Hashable, Sendable {
    /// The columns in order; for the name of the index, too.
    package let columns: [String]
    /// Whether two rows may not agree in all of them.
    package let isUnique: Bool
    /// Whether the one column is folded to lower case before it is compared.
    package let isLowercased: Bool

    /// A plain index.
    package static func index(_ columns: String...) -> IndexDefinition {
        IndexDefinition(columns: columns, isUnique: false, isLowercased: false)
    }

    /// An index that refuses a second row with the same values.
    package static func unique(_ columns: String...) -> IndexDefinition {
        IndexDefinition(columns: columns, isUnique: true, isLowercased: false)
    }

    /// An index for look-ups that ignore case.
    package static func lowercased(_ column: String) -> IndexDefinition {
        IndexDefinition(columns: [column], isUnique: false, isLowercased: true)
    }
}
