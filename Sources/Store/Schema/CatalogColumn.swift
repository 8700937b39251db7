/// A column as the database has it.
package struct CatalogColumn: Hashable, Sendable {
    /// Its name, unquoted.
    package let name: String
    /// Its type's oid.
    package let typeOID: UInt32
    /// Its type as `format_type` prints it.
    package let type: String
    /// Whether NULL is refused.
    package let isRequired: Bool
    /// Whether an INSERT may leave it out.
    package let hasDefault: Bool
    /// Whether the database computes it, so that no statement may write it.
    package let isGenerated: Bool

    /// A column with these properties.
    package init(
        name: String,
        typeOID: UInt32,
        type: String,
        isRequired: Bool = false,
        hasDefault: Bool = false,
        isGenerated: Bool = false
    ) {
        self.name = name
        self.typeOID = typeOID
        self.type = type
        self.isRequired = isRequired
        self.hasDefault = hasDefault
        self.isGenerated = isGenerated
    }
}
